import type { Role } from '#domain/command';
import { currency } from '#kernel/currency';
import type { StreamName } from '#kernel/ids';
import { type LocalDate, dateIn, daysAfter } from '#kernel/time';
import { formatAmount } from '#kernel/money';
import { ecb, fundId } from '../../support/given.js';
import type { MemoryBook } from '../../support/memory-book.js';

/** What chance brings to a step. */
export interface Chance {
  /** Chooses among the candidates, whatever their number. */
  readonly pick: number;
  readonly other: number;
  readonly cents: number;
  /** Takes a candidate for which the step makes sense, if there is one; any other id now and then. */
  readonly sensible: boolean;
  /** How many days pass before it. */
  readonly days: number;
  /** How many days before today it is dated. */
  readonly late: number;
}

export type Body = Readonly<Record<string, unknown>>;

/** Who gives a command, in which role (the first that may, unless said), and for which organisation, where the role is `cso`. */
export interface Giver {
  readonly actor: string;
  readonly role?: Role;
  readonly party?: string;
}

/** The members of a command, who gives it (ana unless said) and in which book (the fund's unless said). */
export type Made = readonly [body: Body, actor?: string, where?: string];

/** Makes a command that looks at the book only to be sensible; nothing depends on its being so. */
export type Make = (book: MemoryBook, act: Chance) => Made;

/** A text that no event may hold. */
export const secret = 'call Maria on 555-0100';

/** Few ids of each thing, so that commands meet each other. */
export const ids = {
  contribution: ['c-1', 'c-2', 'c-3', 'c-4', 'c-5'],
  allocation: ['l-1', 'l-2', 'l-3', 'l-4', 'l-5', 'l-6'],
  grant: ['g-1', 'g-2', 'g-3'],
  disbursement: ['d-1', 'd-2', 'd-3', 'd-4', 'd-5', 'd-6', 'd-7', 'd-8', 'd-9'],
  cofinancing: ['k-1', 'k-2'],
  waiver: ['w-1', 'w-2'],
  cost: ['k-1', 'k-2', 'k-3'],
  bank: ['u-1', 'u-2', 'u-3'],
  expenditure: ['r-1', 'r-2', 'r-3', 'r-4'],
  refund: ['f-1', 'f-2', 'f-3'],
  interest: ['i-1', 'i-2', 'i-3'],
  'bank-charge': ['b-1', 'b-2', 'b-3', 'b-4'],
  fee: ['m-1', 'm-2'],
  cash: ['x-1', 'x-2', 'x-3', 'x-4'],
  statement: ['s-1', 's-2', 's-3', 's-4', 's-5'],
  'sub-grant': ['s-1', 's-2'],
  'project-income': ['p-1', 'p-2', 'p-3'],
  'revolving-fund': ['m-1'],
  'in-kind': ['h-1', 'h-2', 'h-3'],
  asset: ['v-1', 'v-2'],
  result: ['o-1', 'o-2'],
} as const satisfies Record<string, readonly string[]>;
export type Kind = keyof typeof ids;

export const dollars = (cents: number) => ({ amount: formatAmount(BigInt(cents), currency('USD')), currency: 'USD' });
export const money = (cents: number, euros: boolean) => ({ ...dollars(cents), currency: euros ? 'EUR' : 'USD' });
export const among = <T>(candidates: readonly T[], pick: number): T => candidates[pick % candidates.length]!;

/** An id whose thing is in one of these states, if the step is to be sensible and there is one. */
export function idOf(book: MemoryBook, act: Chance, kind: Kind, ...states: readonly string[]): string {
  const fitting = ids[kind].filter((id) => states.includes(statusOf(book, `${kind}:${id}`)));
  return among(act.sensible && fitting.length > 0 ? fitting : ids[kind], act.pick);
}

export const statusOf = (book: MemoryBook, stream: StreamName): string =>
  (book.state(fundId, stream) as { readonly status: string }).status;

/** Where money is set aside: mostly where grants are made from. */
export const aWindow = (act: Chance): string =>
  among(['general', 'general', 'general', 'administration', 'small'], act.other + act.pick);

export const anEarmark = (act: Chance): string => (act.other % 3 === 0 ? 'water' : 'none');

/** What a bank moves, in dollars or in euros. */
export const bankLine = (act: Chance, euros: boolean) => ({
  bankAccount: euros ? 'euros' : 'main',
  amount: money(act.cents, euros),
  ...(euros ? { rate: ecb('1.0825') } : {}),
});

/** The grants with a balance of that kind, if the step is to be sensible and there are any. */
export function grantsWith(book: MemoryBook, act: Chance, kind: string): readonly string[] {
  const found = ids.grant.filter((id) => book.balance(fundId, `${kind}:${id}`, 'USD') > 0n);
  return act.sensible && found.length > 0 ? found : ids.grant;
}

/** The day of the book's clock, where the fund is. */
export const today = (book: MemoryBook): LocalDate => dateIn('America/Bogota', book.clock);

export const daysAgo = (book: MemoryBook, days: number): LocalDate => daysAfter(today(book), -days);
