import type { Policy } from '#domain/fund/fund-rules';
import { type MoneyJson, minorOf } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import { type LocalDate, dateIn } from '#kernel/time';
import { kindNameOf } from '#ledger/accounts';
import { postingsOf } from '#ledger/postings';
import { holds } from './law.js';

const ofAYear: ReadonlySet<string> = new Set(['income', 'expense', 'cost', 'bank-charges', 'impairment', 'fx-gain', 'fx-loss']);

/** Every event is dated in the life of the fund, in no closed period, and not in the future; a closed year has no result left. */
export class Periods {
  private closedThrough: LocalDate | undefined;

  take(event: EventRecord, all: () => readonly EventRecord[]): void {
    const { type, valueDate, recordedAt, data } = event;
    holds(valueDate >= '2026-01-01', `${type} is dated before the fund began`);
    holds(valueDate <= dateIn('America/Bogota', recordedAt), `${type} is dated in the future`);
    const closes = ['period.closed', 'period.result-carried', 'fund.period-closed'].includes(type);
    holds(closes || this.closedThrough === undefined || valueDate > this.closedThrough, `${type} is dated in a closed period`);
    if (type === 'fund.period-closed') {
      const { through } = data as { readonly through: LocalDate };
      if (this.closedThrough === undefined || through > this.closedThrough) this.closedThrough = through;
    }
    const { period } = data as { readonly period?: string };
    if (type === 'period.closed' && period?.length === 4) checkYear(all(), valueDate);
  }
}

/** All that was earned and spent by the end of a year is net assets: nothing is left on the accounts of income and expense. */
function checkYear(events: readonly EventRecord[], endsOn: LocalDate): void {
  const left = new Map<string, bigint>();
  for (const event of events.filter((each) => each.valueDate <= endsOn)) {
    for (const { account, currency, amountMinor } of postingsOf(event)) {
      if (!ofAYear.has(kindNameOf(account))) continue;
      const key = `${account} ${currency}`;
      left.set(key, (left.get(key) ?? 0n) + amountMinor);
    }
  }
  for (const [account, amount] of left) holds(amount === 0n, `${account} has ${amount} left after the closing to ${endsOn}`);
}

/** Who asks, and what only another may decide, within one stream. */
const askedAndDecided: readonly (readonly [asks: readonly string[], decides: readonly string[]])[] = [
  [['disbursement.requested'], ['disbursement.endorsed', 'disbursement.approved']],
  [['cost.requested'], ['cost.approved']],
  [['waiver.proposed'], ['waiver.confirmed']],
  [['expenditure.submitted'], ['expenditure.accepted']],
  [['expenditure.disallowed'], ['expenditure.appeal-decided']],
  [['refund.due'], ['refund.written-off']],
  [['sub-grant.reported'], ['sub-grant.accepted']],
  [['grant.signed'], ['grant.condition-met']],
];

/** Whoever asks does not decide, nobody agrees twice, and as many agree as the rules of the day say. */
export class Persons {
  private readonly asked = new Map<string, Set<string>>();
  private readonly agreed = new Map<string, Set<string>>();
  private policy: Policy = {};

  take(event: EventRecord): void {
    const { type, stream, actor } = event;
    askedAndDecided.forEach(([asks, decides], index) => {
      const key = `${index} ${stream}`;
      if (asks.includes(type)) this.asked.set(key, (this.asked.get(key) ?? new Set()).add(actor));
      if (decides.includes(type)) holds(!this.asked.get(key)?.has(actor), `${type} by ${actor}, who asked for it`);
    });
    if (type === 'fund.established' || type === 'fund.rules-amended') {
      this.policy = { ...this.policy, ...(event.data as { readonly policy?: Policy }).policy };
    }
    if (type === 'disbursement.requested') this.agreed.set(stream, new Set());
    if (type !== 'disbursement.endorsed' && type !== 'disbursement.approved') return;
    const before = this.agreed.get(stream)!;
    holds(!before.has(actor), `${actor} agrees twice to ${stream}`);
    before.add(actor);
    if (type === 'disbursement.endorsed') return;
    const needed = personsFor(this.policy, (event.data as { readonly amount: MoneyJson }).amount);
    holds(before.size >= needed, `${stream} is approved by ${before.size} of ${needed}`);
  }
}

const personsFor = ({ approvals }: Policy, amount: MoneyJson): number => {
  const above = (limit: MoneyJson | undefined): boolean => limit !== undefined && minorOf(amount) > minorOf(limit);
  return above(approvals?.threeAbove) ? 3 : above(approvals?.twoAbove) ? 2 : 1;
};
