import { type AccountKindName, accountKinds } from '#ledger/accounts';

/** The kinds of account whose balance a yearly closing carries to net assets. */
export const resultKinds = [
  'income',
  'expense',
  'cost',
  'bank-charges',
  'impairment',
  'fx-loss',
  'fx-gain',
] as const satisfies readonly AccountKindName[];

/** Whether accounts of a kind are carried to net assets when a year is closed. */
export const isResult = (kind: string): boolean => (resultKinds as readonly string[]).includes(kind);

/** Whether what stands on an account of result is earned. */
export const isIncome = (kind: AccountKindName): boolean => accountKinds[kind].side === 'credit';

/** SQL for the restriction of an account of result; `s` is the source of its contribution. */
export const restrictionOf = (kind: string, account: string): string =>
  `CASE WHEN ${kind} IN ('expense', 'cost') THEN split_part(${account}, ':', 2)
     WHEN ${kind} IN ('fx-gain', 'fx-loss') THEN coalesce(nullif(split_part(${account}, ':', 2), ''), 'none')
     WHEN ${kind} = 'income' THEN coalesce(s.earmark, 'none') ELSE 'none' END`;
