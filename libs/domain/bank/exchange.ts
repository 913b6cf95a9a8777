import type { Reader } from '#kernel/decider';
import { type MoneyJson, greatest, least, splitByWeight } from '#kernel/money';
import { type Attributed, attributed, coverTotal, coverUnder, draw } from '../money-in/attribution.js';
import { type OpenFund, homeJson, noEarmark } from '../fund/fund.js';
import { earnersUnder } from '../money-in/interest.js';

/**
 * What money in another currency turned out to be worth more or less than it stood at, in the home currency. A fact: a
 * loss that an earmark cannot bear is a shortfall of it.
 */
export interface ExchangeDifference {
  readonly kind: 'gain' | 'loss';
  readonly amount: MoneyJson;
  readonly earmark: string;
  /** By the policy of the day: the result is of the net assets of the earmark, and not of the free ones. */
  readonly restricted?: true;
  /** Of a gain: what makes shortfalls good before it is free. */
  readonly clearsShortfall?: MoneyJson;
  readonly clearsCoverShortfall?: MoneyJson;
  /** Whose money gained, or bears the loss. */
  readonly attribution: readonly Attributed[];
  /** Of a loss: what neither unallocated money nor cover can bear. */
  readonly shortfall?: MoneyJson;
  readonly coverShortfall?: MoneyJson;
}

/** Whether what money under an earmark gains or loses in exchange is of the net assets of that earmark. */
export const bearsResult = (open: OpenFund, earmark: string): boolean =>
  open.policy.exchangeResult === 'earmark' && earmark !== noEarmark;

/** The difference that an amount above zero (a gain) or below (a loss) makes under an earmark; nothing for zero. */
export function exchangeDifference(
  open: OpenFund,
  reader: Reader,
  earmark: string,
  amountMinor: bigint,
): ExchangeDifference | undefined {
  if (amountMinor === 0n) return undefined;
  const of = (account: string): bigint => greatest(0n, reader.balances.of(account, open.home));
  const member = <Name extends string>(name: Name, minor: bigint): { [Key in Name]?: MoneyJson } =>
    (minor === 0n ? {} : { [name]: homeJson(open, minor) }) as { [Key in Name]?: MoneyJson };
  const restricted = bearsResult(open, earmark) ? ({ restricted: true } as const) : {};
  if (amountMinor > 0n) {
    const clearsCover = least(amountMinor, of(`cover-shortfall:${earmark}`));
    return {
      kind: 'gain',
      amount: homeJson(open, amountMinor),
      earmark,
      ...restricted,
      ...member('clearsShortfall', least(amountMinor, of(`shortfall:${earmark}`))),
      ...member('clearsCoverShortfall', clearsCover),
      attribution: attributed(open, splitByWeight(amountMinor - clearsCover, earnersUnder(open, reader, earmark))),
    };
  }
  const loss = -amountMinor;
  const cover = coverUnder(open, reader, earmark);
  const covered = least(loss, coverTotal(cover));
  return {
    kind: 'loss',
    amount: homeJson(open, loss),
    earmark,
    ...restricted,
    attribution: attributed(open, draw(open, reader, cover, covered)),
    ...member('shortfall', loss - least(loss, of(`unallocated:${earmark}`))),
    ...member('coverShortfall', loss - covered),
  };
}
