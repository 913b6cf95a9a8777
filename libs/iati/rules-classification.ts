import { type CodeList, aidTypes, financeTypes, isWithdrawn, regions } from './code-lists.js';
import { isCode, policyMarkers } from './codes.js';
import { countries } from './countries.js';
import { compareDecimals, formatDecimal, parseDecimal, sumDecimals } from '#kernel/decimal';
import type { AidType, Decimal, IatiActivity, IatiTransaction, RecipientCountry, RecipientRegion, Sector } from './model.js';
import type { RuleId, Setting } from './rule-book.js';
import { isAddress, silent } from './rules-texts.js';
import { sectors } from './sectors.js';

type Report = Setting['report'];

/** Sectors, places, markers, aid and finance types: their codes, their shares, their level. */
export function checkClassification(activity: IatiActivity, { report }: Setting): void {
  checkSectors(activity, report);
  checkPlaces(activity, report);
  checkMarkers(activity, report);
  checkAidTypes(activity, report);
  for (const [n, { vocabulary, vocabularyUri }] of (activity.tags ?? []).entries()) {
    ownVocabulary(report, `/tags/${n}`, vocabulary, vocabularyUri);
  }
  if (activity.defaultFlowType) withdrawn(report, 'FlowType', activity.defaultFlowType, '/defaultFlowType');
  listed(report, 'FinanceType', financeTypes, activity.defaultFinanceType, '/defaultFinanceType');
  for (const [n, entry] of (activity.transactions ?? []).entries()) checkFlow(entry, `/transactions/${n}`, report);
  share(report, '12.2.1', '/capitalSpend', activity.capitalSpend);
}

/** How the money of a transaction flows. */
export function checkFlow({ flowType, financeType }: IatiTransaction, path: string, report: Report): void {
  if (flowType) withdrawn(report, 'FlowType', flowType, `${path}/flowType`);
  listed(report, 'FinanceType', financeTypes, financeType, `${path}/financeType`);
}

/** An item with its place in the model. */
interface Placed<Item> {
  readonly item: Item;
  readonly path: string;
}

const placed = <Item>(items: readonly Item[] | undefined, under: string): Placed<Item>[] =>
  (items ?? []).map((item, n) => ({ item, path: `${under}/${n}` }));

function checkSectors(activity: IatiActivity, report: Report): void {
  const own = placed(activity.sectors, '/sectors');
  const transactions = activity.transactions ?? [];
  // Hardly any transaction has sectors of its own.
  const theirs = transactions.some((each) => each.sectors !== undefined)
    ? transactions.map(({ sectors: list }, n) => placed(list, `/transactions/${n}/sectors`))
    : [];
  const covered = theirs.filter((list) => list.length > 0).length;
  if (own.length === 0 && covered === 0) report('6.2.2', '/sectors');
  else if (own.length > 0 && covered > 0) report('6.6.2', '/sectors', String(covered));
  else if (own.length === 0 && covered < transactions.length) {
    report(
      '6.7.2',
      `/transactions/${theirs.findIndex((list) => list.length === 0)}/sectors`,
      `${covered} / ${transactions.length}`,
    );
  }
  for (const { item, path } of [...own, ...theirs.flat()]) sectorItself(report, item, path);
  for (const { item, path } of theirs.flat())
    if (item.percentage !== undefined) report('transaction-percentage', `${path}/percentage`);

  const byVocabulary = grouped(own, ({ vocabulary }) => vocabulary ?? '1');
  for (const group of byVocabulary.values()) shares(report, group, '/sectors', { each: '2.1.1', sum: '2.1.2', only: '2.1.4' });
  if (own.length > 0 && !byVocabulary.has('1')) report('102.1.1', '/sectors');
}

function sectorItself(report: Report, { vocabulary, vocabularyUri, code, percentage, text }: Sector, path: string): void {
  if ((vocabulary ?? '1') === '1') listed(report, 'Sector', sectors, code, `${path}/code`);
  if ((vocabulary === '98' || vocabulary === '99') && silent(text)) report('2.2.1', `${path}/text`, code);
  ownVocabulary(report, path, vocabulary, vocabularyUri);
  share(report, '12.3.1', `${path}/percentage`, percentage);
}

function checkPlaces(activity: IatiActivity, report: Report): void {
  const ownCountries = placed(activity.recipientCountries, '/recipientCountries');
  const ownRegions = placed(activity.recipientRegions, '/recipientRegions');
  const transactions = activity.transactions ?? [];
  const placeless = transactions.findIndex((each) => !each.recipientCountry && !each.recipientRegion);
  const own = ownCountries.length + ownRegions.length;
  const theirs = transactions.filter((each) => each.recipientCountry ?? each.recipientRegion).length;
  if (own > 0 && theirs > 0) report('3.6.2', '/recipientCountries', String(theirs));
  else if (own === 0 && theirs === 0) report('3.7.1', '/recipientCountries');
  else if (own === 0 && placeless >= 0) report('3.7.2', `/transactions/${placeless}`, `${theirs} / ${transactions.length}`);

  for (const { item, path } of ownCountries) countryItself(report, item, path);
  for (const { item, path } of ownRegions) regionItself(report, item, path);
  for (const [n, { recipientCountry, recipientRegion }] of transactions.entries()) {
    const under = `/transactions/${n}`;
    if (recipientCountry) countryItself(report, recipientCountry, `${under}/recipientCountry`);
    if (recipientRegion) regionItself(report, recipientRegion, `${under}/recipientRegion`);
    if (recipientCountry?.percentage ?? recipientRegion?.percentage) report('transaction-percentage', under);
  }
  if (ownRegions.length === 0) {
    shares(report, ownCountries, '/recipientCountries', { each: '3.1.1', sum: '3.1.2', only: '3.1.4' });
  }
  for (const group of grouped(ownRegions, ({ vocabulary }) => vocabulary ?? '1').values()) {
    shares(report, [...ownCountries, ...group], '/recipientRegions', { each: '3.4.1', sum: '3.4.2', only: '3.4.4' });
  }
}

function countryItself(report: Report, { code, percentage }: RecipientCountry, path: string): void {
  listed(report, 'Country', countries, code, `${path}/code`);
  share(report, '12.1.1', `${path}/percentage`, percentage);
}

function regionItself(report: Report, { vocabulary, vocabularyUri, code, percentage }: RecipientRegion, path: string): void {
  if ((vocabulary ?? '1') === '1') listed(report, 'Region', regions, code, `${path}/code`);
  ownVocabulary(report, path, vocabulary, vocabularyUri);
  share(report, '12.1.1', `${path}/percentage`, percentage);
}

function checkMarkers(activity: IatiActivity, report: Report): void {
  for (const { item, path } of placed(activity.policyMarkers, '/policyMarkers')) {
    const { vocabulary, vocabularyUri, code, significance, text } = item;
    ownVocabulary(report, path, vocabulary, vocabularyUri);
    if (vocabulary === '99') {
      if (silent(text)) report('6.13.1', `${path}/text`, code);
      continue;
    }
    if (!isCode(policyMarkers, code)) report('code-unknown', `${path}/code`, code);
    if (significance === undefined) report('6.14.1', `${path}/significance`, code);
  }
}

function checkAidTypes(activity: IatiActivity, report: Report): void {
  const list = (types: readonly AidType[] | undefined, under: string, dac: RuleId, one: RuleId): void => {
    const items = placed(types, under);
    const byVocabulary = grouped(items, ({ vocabulary }) => vocabulary ?? '1');
    if (items.length > 0 && !byVocabulary.has('1')) report(dac, under);
    for (const [vocabulary, group] of byVocabulary) {
      if (group.length > 1) report(one, group[1]!.path, vocabulary);
      if (vocabulary === '1')
        for (const { item, path } of group) listed(report, 'AidType', aidTypes, item.code, `${path}/code`);
    }
  };
  list(activity.defaultAidTypes, '/defaultAidTypes', '107.1.1', '107.1.2');
  for (const [n, { aidTypes: types }] of (activity.transactions ?? []).entries()) {
    if (types) list(types, `/transactions/${n}/aidTypes`, '107.2.1', '107.2.2');
  }
}

const hundred = { units: 100n, scale: 0 };
const zero = { units: 0n, scale: 0 };

/** Shares of one whole: each has one and they make 100 exactly; a single one needs none. */
function shares(
  report: Report,
  group: readonly Placed<{ readonly percentage?: Decimal | undefined }>[],
  under: string,
  rules: { readonly each: RuleId; readonly sum: RuleId; readonly only: RuleId },
): void {
  const without = group.find(({ item }) => item.percentage === undefined);
  const sum = sumDecimals(group.map(({ item }) => parseDecimal(item.percentage ?? '') ?? zero));
  const whole = compareDecimals(sum, hundred) === 0;
  if (group.length === 1) {
    if (!without && !whole) report(rules.only, group[0]!.path, group[0]!.item.percentage);
  } else if (without) report(rules.each, without.path);
  else if (group.length > 1 && !whole) report(rules.sum, under, formatDecimal(sum));
}

function share(report: Report, rule: RuleId, path: string, percentage: Decimal | undefined): void {
  if (percentage === undefined) return;
  const value = parseDecimal(percentage);
  if (!value || compareDecimals(value, zero) < 0 || compareDecimals(value, hundred) > 0) report(rule, path, percentage);
}

function listed(
  report: Report,
  list: Parameters<typeof isWithdrawn>[0],
  codes: CodeList,
  code: string | undefined,
  path: string,
): void {
  if (code === undefined) return;
  if (codes.has(code)) withdrawn(report, list, code, path);
  else report('code-unknown', path, code);
}

function withdrawn(report: Report, list: Parameters<typeof isWithdrawn>[0], code: string, path: string): void {
  if (isWithdrawn(list, code)) report('code-withdrawn', path, code);
}

function ownVocabulary(report: Report, path: string, vocabulary: string | undefined, uri: string | undefined): void {
  if (uri !== undefined && !isAddress(uri)) report('address-unusable', `${path}/vocabularyUri`, uri);
  if ((vocabulary === '98' || vocabulary === '99') && uri === undefined)
    report('vocabulary-uri-missing', `${path}/vocabularyUri`);
}

function grouped<Item, Key>(items: readonly Placed<Item>[], keyOf: (item: Item) => Key): Map<Key, Placed<Item>[]> {
  const groups = new Map<Key, Placed<Item>[]>();
  for (const each of items) {
    const key = keyOf(each.item);
    const group = groups.get(key);
    if (group) group.push(each);
    else groups.set(key, [each]);
  }
  return groups;
}
