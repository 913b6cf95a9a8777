import { isCurrency } from '#kernel/currency';
import type { IatiActivity, Value } from '#iati/model';
import type { Problem, ReadActivity, ReadHead, ReadItem, ReadValue } from '#iati/published';

/** What a file gave, sorted by kind. */
export interface Everything {
  readonly head: ReadHead | undefined;
  readonly activities: readonly ReadActivity[];
  readonly problems: readonly Problem[];
}

/** Reads to the end. Only for files that fit into memory. */
export async function everything(items: AsyncIterable<ReadItem>): Promise<Everything> {
  let head: ReadHead | undefined;
  const activities: ReadActivity[] = [];
  const problems: Problem[] = [];
  for await (const item of items) {
    if (item.kind === 'head') head = item.head;
    else if (item.kind === 'activity') activities.push(item.activity);
    else problems.push(item.problem);
  }
  return { head, activities, problems };
}

/** A read activity as one to be published. Throws where the file left out what the schema wants. */
export function publishable(read: ReadActivity): IatiActivity {
  const { line: _readFrom, reportingOrg, status, defaultCurrency, budgets, plannedDisbursements, transactions, ...rest } = read;
  if (!reportingOrg || !status) throw new Error(`${read.identifier} has no reporting-org or no activity-status`);
  const exact = <Read extends { readonly value: ReadValue; readonly line: number }>({ line: _readFrom, ...item }: Read) => ({
    ...item,
    value: valueOf(item.value),
  });
  return {
    ...rest,
    reportingOrg,
    status,
    defaultCurrency: defaultCurrency !== undefined && isCurrency(defaultCurrency) ? defaultCurrency : undefined,
    budgets: budgets.map(exact),
    plannedDisbursements: plannedDisbursements.map(exact),
    transactions: transactions.map(exact),
  };
}

function valueOf({ amountMinor, currency, valueDate, text }: ReadValue): Value {
  if (amountMinor === undefined || !isCurrency(currency) || !valueDate)
    throw new Error(`${text} ${currency} is not exact or has no value date`);
  return { amountMinor, currency, valueDate };
}
