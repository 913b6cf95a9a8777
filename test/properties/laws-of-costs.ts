import type { DisbursementPaid } from '#domain/accounts/disbursement';
import type {
  CostLine,
  ExpenditureAccepted,
  ExpenditureAppealDecided,
  ExpenditureDisallowed,
} from '#domain/accounts/expenditure';
import type { GrantSettled } from '#domain/grants/grant';
import type { GrantBrought } from '#domain/money-in/opening';
import type { Reversed } from '#domain/reversal/reversed';
import { streamId } from '#kernel/ids';
import { minorOf } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { add } from './laws-of-attribution.js';
import { holds } from './law.js';

/** What each earmark bears of a grant's costs is never below nothing: it is relieved of no more than it bore. */
export class CostsBorne {
  private readonly borne = new Map<string, bigint>();

  take({ type, stream, data }: EventRecord): void {
    const { reverses, restated } = data as Partial<Reversed>;
    const costs = reverses
      ? costsOf(reverses.type, streamId(stream), restated ?? reverses.data)
      : costsOf(type, streamId(stream), data);
    for (const [grant, lines, sign] of costs) {
      for (const { earmark, amount } of lines) {
        add(this.borne, `${grant} under ${earmark}`, (reverses ? -1n : 1n) * sign * minorOf(amount));
      }
    }
    for (const [key, amount] of this.borne) holds(amount >= 0n, `${type} leaves costs of ${amount} to ${key}`);
  }
}

type Costs = readonly [grant: string, lines: readonly Pick<CostLine, 'earmark' | 'amount'>[], sign: 1n | -1n];

/** The costs that an event lets a grant bear, or bear no more. */
function costsOf(type: string, id: string, data: unknown): Costs[] {
  switch (type) {
    case 'disbursement.paid':
    case 'disbursement.bounced': {
      const { grant, expenses = [] } = data as DisbursementPaid;
      return [[grant, expenses, type === 'disbursement.paid' ? 1n : -1n]];
    }
    case 'expenditure.accepted': {
      const { grant, lines } = data as ExpenditureAccepted;
      return [[grant, lines, 1n]];
    }
    case 'expenditure.disallowed': {
      const { grant, of, lines } = data as ExpenditureDisallowed;
      return of === 'accepted' ? [[grant, lines, -1n]] : [];
    }
    case 'expenditure.appeal-decided': {
      const { grant, of, upheld, lines } = data as ExpenditureAppealDecided;
      return of === 'accepted' && upheld ? [[grant, lines, 1n]] : [];
    }
    case 'opening.grant-brought': {
      // What of it was spent before is told under no earmark: as much as was paid under each, and all that is owed.
      const { grant, lines, payable } = data as GrantBrought;
      return [
        [grant, lines, 1n],
        [grant, lines.map(({ earmark }) => ({ earmark, amount: payable })), 1n],
      ];
    }
    case 'grant.settled':
      return [[id, (data as GrantSettled).relieved, -1n]];
    default:
      return [];
  }
}
