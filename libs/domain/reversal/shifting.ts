import { type MoneyJson, greatest, least, minorOf } from '#kernel/money';

/**
 * A reversal moves the opposite of what its event moved, on the same accounts, unless the world has moved on: what an
 * account has not any more is taken from its shortfall, and what comes back makes a shortfall good before it is free.
 * Which part goes where stands here; `postingsOf` does no arithmetic on balances.
 */

/** An amount on an account, in minor units of the home currency. */
export interface Part {
  readonly account: string;
  readonly amountMinor: bigint;
}

/** A part that moves on another account instead, on the same side. */
export interface Move extends Part {
  readonly instead: string;
}

/** What an account has on its own side. */
export type Purse = (account: string) => bigint;

/** An amount on an account, in minor units; nothing where there is no amount. */
export const part = (account: string, amount: MoneyJson | undefined): Part => ({
  account,
  amountMinor: amount ? minorOf(amount) : 0n,
});

/** An amount is taken from an account that may have less by now: the rest is taken from another one, which bears any. */
export function takes(purse: Purse, { account, amountMinor }: Part, instead: string): Move[] {
  return moves([{ account, instead, amountMinor: amountMinor - least(amountMinor, purse(account)) }]);
}

/** The same, where what is missing comes off some accounts first, as far as each has it, and off another one for the rest. */
export function takesInTurn(purse: Purse, { account, amountMinor }: Part, first: readonly string[], instead: string): Move[] {
  let missing = amountMinor - least(amountMinor, purse(account));
  const found = first.map((each) => {
    const taken = least(missing, purse(each));
    missing -= taken;
    return { account, instead: each, amountMinor: taken };
  });
  return moves([...found, { account, instead, amountMinor: missing }]);
}

/**
 * Money is taken back that had cleared a shortfall. That shortfall is there again only as far as nothing free is found in
 * its stead: `spare` are the accounts to look at, `taken` what is taken from them already.
 */
export function unclears(purse: Purse, cleared: Part, spare: readonly string[], taken: readonly Part[]): Move[] {
  let rest = cleared.amountMinor;
  return moves(
    spare.map((instead) => {
      const gone = taken.find((each) => each.account === instead)?.amountMinor ?? 0n;
      const amountMinor = least(rest, greatest(0n, purse(instead) - gone));
      rest -= amountMinor;
      return { account: cleared.account, instead, amountMinor };
    }),
  );
}

/**
 * Money becomes free again. Under the same earmark it first makes good what is missing on `short`: what the event itself
 * had put there (of which, when it was made good meanwhile, the surplus is free on another account), then any other
 * shortfall, part by part.
 */
export function frees(
  purse: Purse,
  short: string,
  parts: readonly Part[],
  own: { readonly amountMinor: bigint; readonly surplus: string } = { amountMinor: 0n, surplus: short },
): Move[] {
  const missing = purse(short);
  let rest = greatest(0n, missing - own.amountMinor);
  return moves([
    { account: short, instead: own.surplus, amountMinor: own.amountMinor - least(own.amountMinor, missing) },
    ...parts.map(({ account, amountMinor }) => {
      const clears = least(rest, amountMinor);
      rest -= clears;
      return { account, instead: short, amountMinor: clears };
    }),
  ]);
}

const moves = (each: readonly Move[]): Move[] => each.filter((move) => move.amountMinor > 0n);
