/** The three sets of the book; each sums to zero on its own, per currency. */
export type AccountSet = 'financial' | 'budgetary' | 'memorandum';

/** On which side a healthy balance stands. `either` has no healthy side. */
export type Side = 'debit' | 'credit' | 'either';

/** One kind of account. */
export interface AccountKind {
  readonly set: AccountSet;
  readonly side: Side;
  /** Whether its balance on its side may never go below zero: decisions that would make it so are refused. */
  readonly guard: boolean;
  /** Whether decisions read it, so that its balance is kept in the transaction that appends. */
  readonly decides: boolean;
  /** What its key is made of, in order; a part is an id, parts are joined by colons; what has a question mark may be absent. */
  readonly key: readonly string[];
  readonly en: string;
  readonly es: string;
}

const kind = (
  set: AccountSet,
  side: Side,
  use: 'guarded' | 'decides' | 'reported',
  key: readonly string[],
  en: string,
  es: string,
): AccountKind => ({ set, side, guard: use === 'guarded', decides: use !== 'reported', key, en, es });

/**
 * The chart of accounts: every kind, its set, side, guard and key. Beside what is guarded, decisions read the money in hand,
 * what is owed back of it, and what a closing carries to net assets.
 */
export const accountKinds = {
  bank: kind('financial', 'debit', 'decides', ['account'], 'Bank', 'Banco'),
  suspense: kind('financial', 'debit', 'decides', ['account'], 'Unmatched bank lines', 'Movimientos por identificar'),
  receivable: kind('financial', 'debit', 'guarded', ['contribution'], 'Contributions receivable', 'Aportes por cobrar'),
  deferred: kind('financial', 'credit', 'reported', ['contribution'], 'Deferred contributions', 'Aportes diferidos'),
  income: kind('financial', 'credit', 'decides', ['contribution'], 'Income', 'Ingresos'),
  'due-to-contributor': kind(
    'financial',
    'credit',
    'decides',
    ['contribution'],
    'Owed to contributors',
    'Por devolver a aportantes',
  ),
  advance: kind('financial', 'debit', 'guarded', ['grant'], 'Outstanding advances', 'Anticipos por rendir'),
  recoverable: kind('financial', 'debit', 'guarded', ['grant'], 'Refunds due', 'Reintegros por cobrar'),
  payable: kind('financial', 'credit', 'guarded', ['grant'], 'Accepted and unpaid', 'Aceptado por pagar'),
  'over-refunded': kind('financial', 'credit', 'guarded', ['grant'], 'Refunded in excess', 'Reintegrado en exceso'),
  expense: kind('financial', 'debit', 'decides', ['earmark', 'category'], 'Expenses of grants', 'Gastos de subvenciones'),
  cost: kind('financial', 'debit', 'decides', ['earmark', 'line'], "The fund's own costs", 'Gastos propios del fondo'),
  'bank-charges': kind('financial', 'debit', 'decides', ['account'], 'Bank charges', 'Gastos bancarios'),
  impairment: kind('financial', 'debit', 'decides', [], 'Impairment', 'Deterioro'),
  'fx-loss': kind('financial', 'debit', 'decides', ['earmark?'], 'Exchange losses', 'Pérdidas cambiarias'),
  fx: kind('financial', 'either', 'decides', ['currency'], 'Exchange', 'Cambio'),
  'fx-gain': kind('financial', 'credit', 'decides', ['earmark?'], 'Exchange gains', 'Ganancias cambiarias'),
  'net-assets': kind('financial', 'credit', 'reported', ['restriction'], 'Net assets', 'Patrimonio'),

  resources: kind('budgetary', 'debit', 'reported', [], 'Resources', 'Recursos'),
  funded: kind('budgetary', 'debit', 'reported', [], 'Funded', 'Recibido'),
  unallocated: kind('budgetary', 'credit', 'guarded', ['earmark'], 'Unallocated', 'Sin asignar'),
  allocated: kind('budgetary', 'credit', 'guarded', ['earmark', 'window'], 'Allocated', 'Asignado'),
  committed: kind('budgetary', 'credit', 'guarded', ['earmark', 'grant'], 'Committed', 'Comprometido'),
  ordered: kind('budgetary', 'credit', 'guarded', ['earmark', 'disbursement'], 'Ordered', 'Ordenado'),
  disbursed: kind('budgetary', 'credit', 'guarded', ['earmark', 'grant'], 'Disbursed', 'Desembolsado'),
  spent: kind('budgetary', 'credit', 'reported', ['earmark', 'line'], 'Spent by the fund itself', 'Gastado por el fondo'),
  cover: kind('budgetary', 'credit', 'guarded', ['earmark', 'contribution'], 'Received and free', 'Recibido y libre'),
  covered: kind('budgetary', 'credit', 'guarded', ['purpose', 'contribution'], 'Received and bound', 'Recibido y vinculado'),
  shortfall: kind('budgetary', 'debit', 'decides', ['earmark'], 'Shortfall', 'Faltante'),
  'cover-shortfall': kind('budgetary', 'debit', 'decides', ['earmark'], 'Shortfall of cover', 'Faltante de cobertura'),

  advanced: kind(
    'memorandum',
    'debit',
    'decides',
    ['cso', 'grant', 'disbursement'],
    'Advances subject to accounts',
    'Anticipos sujetos a rendición',
  ),
  'set-off-advance': kind(
    'memorandum',
    'debit',
    'decides',
    ['cso', 'grant', 'refund'],
    'Advances left by set-off',
    'Anticipos por compensación',
  ),
  'brought-advance': kind(
    'memorandum',
    'debit',
    'decides',
    ['cso', 'grant', 'opening'],
    'Paid under running grants before the opening',
    'Pagado en subvenciones vigentes antes de la apertura',
  ),
  cofinanced: kind(
    'memorandum',
    'debit',
    'decides',
    ['grant', 'form', 'origin'],
    'Co-financing accepted',
    'Cofinanciación aceptada',
  ),
  subgranted: kind('memorandum', 'debit', 'decides', ['grant'], 'Passed on in sub-grants', 'Otorgado a terceros'),
  'passed-on': kind(
    'memorandum',
    'debit',
    'decides',
    ['partner', 'grant', 'sub-grant'],
    'Passed on and not accounted for',
    'Otorgado a terceros por rendir',
  ),
  'project-income': kind('memorandum', 'debit', 'decides', ['grant', 'use'], 'Project income', 'Ingresos del proyecto'),
  settled: kind(
    'memorandum',
    'debit',
    'decides',
    ['grant', 'reason'],
    'Accepted, and no longer borne since the settlement',
    'Aceptado que la subvención dejó de asumir al liquidarse',
  ),
  unaccepted: kind('memorandum', 'debit', 'decides', ['grant', 'reason'], 'Paid and not accepted', 'Pagado y no aceptado'),
  waived: kind('memorandum', 'debit', 'decides', ['grant'], 'Co-financing waived', 'Cofinanciación dispensada'),
  accepted: kind('memorandum', 'debit', 'decides', ['grant', 'category'], 'Accepted by category', 'Gasto aceptado por rubro'),
  memo: kind('memorandum', 'debit', 'reported', ['kind', 'key...'], 'Memorandum', 'Cuentas de orden'),
  'memo-contra': kind('memorandum', 'credit', 'reported', ['kind'], 'Memorandum, contra', 'Cuentas de orden, contra'),
} as const satisfies Record<string, AccountKind>;

export type AccountKindName = keyof typeof accountKinds;

/** By name: looking in a map makes no property name of what was cut out of an account. */
const kinds: ReadonlyMap<string, AccountKind> = new Map(Object.entries(accountKinds));
/** The names themselves: what is compared with a literal again and again is the one text, and no copy of it. */
const kindNames: ReadonlyMap<string, string> = new Map(Object.keys(accountKinds).map((name) => [name, name]));

const kindPart = (account: string): string => {
  const colon = account.indexOf(':');
  return colon === -1 ? account : account.slice(0, colon);
};

/** The kind of an account, from its name `kind:key...`. Throws `RangeError` for a name that is not in the chart. */
export function kindOf(account: string): AccountKind {
  const found = kinds.get(kindPart(account));
  if (!found) throw notInChart(account);
  return found;
}

const notInChart = (account: string): RangeError => new RangeError(`not in the chart of accounts: ${JSON.stringify(account)}`);

/** The name of the kind of an account; as `kindOf`. */
export function kindNameOf(account: string): AccountKindName {
  const found = kindNames.get(kindPart(account));
  if (found === undefined) throw notInChart(account);
  return found as AccountKindName;
}

/** Whether the chart has accounts of that kind. */
export const isAccount = (account: string): boolean => kinds.has(kindPart(account));

/** A debit-positive amount as it stands on the account's own side: positive is healthy. */
export const onOwnSide = (account: string, amountMinor: bigint): bigint =>
  kindOf(account).side === 'credit' ? -amountMinor : amountMinor;

/** 1 when the balance may not go below zero, -1 when it may not go above, 0 when it is free; debit is positive. */
export function guardSign(account: string): -1 | 0 | 1 {
  const { guard, side } = kindOf(account);
  return guard ? (side === 'credit' ? -1 : 1) : 0;
}
