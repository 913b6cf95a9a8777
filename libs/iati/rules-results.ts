import { compareDecimals, parseDecimal } from '#kernel/decimal';
import type { Decimal, IatiActivity, Indicator, Measured } from './model.js';
import type { RuleId, Setting } from './rule-book.js';
import { checkDocuments, silent } from './rules-texts.js';

type Report = Setting['report'];

/** Results with their indicators, and the points of locations. */
export function checkResults(activity: IatiActivity, { report }: Setting): void {
  for (const [n, result] of (activity.results ?? []).entries()) {
    const path = `/results/${n}`;
    if (silent(result.title)) report('4.3.1', `${path}/title`);
    if (result.description && silent(result.description)) report('4.4.1', `${path}/description`);
    checkDocuments(result.documents, `${path}/documents`, report);
    if (result.indicators.length === 0) report('element-missing', `${path}/indicators`);
    for (const [each, indicator] of result.indicators.entries())
      checkIndicator(indicator, `${path}/indicators/${each}`, report);
  }
  for (const [n, { point }] of (activity.locations ?? []).entries()) {
    if (point && !(within(point.latitude, 90n) && within(point.longitude, 180n))) {
      report('point-outside', `/locations/${n}/point`, `${point.latitude} ${point.longitude}`);
    }
  }
}

function checkIndicator(indicator: Indicator, path: string, report: Report): void {
  const { title, description, measure, baselines = [], periods = [] } = indicator;
  if (silent(title)) report('4.3.1', `${path}/title`);
  if (description && silent(description)) report('4.4.1', `${path}/description`);
  const measured = (items: readonly Measured[], under: string, rules: readonly [RuleId, RuleId, RuleId]): void => {
    for (const [n, { value }] of items.entries()) checkValue(measure, value, `${under}/${n}/value`, rules, report);
  };
  measured(baselines, `${path}/baselines`, ['8.8.1', '8.8.2', '8.8.3']);
  for (const [n, { period, targets = [], actuals = [] }] of periods.entries()) {
    const under = `${path}/periods/${n}`;
    if (period.start > period.end) report('8.6.1', `${under}/period`, `${period.start} > ${period.end}`);
    measured(targets, `${under}/targets`, ['8.9.1', '8.9.2', '8.9.3']);
    measured(actuals, `${under}/actuals`, ['8.10.1', '8.10.2', '8.10.3']);
  }
}

function checkValue(
  measure: Indicator['measure'],
  value: string | undefined,
  path: string,
  [absent, notNumber, present]: readonly [RuleId, RuleId, RuleId],
  report: Report,
): void {
  if (measure === '5') {
    if (value !== undefined) report(present, path, value);
  } else if (value === undefined) report(absent, path);
  else if (!parseDecimal(value)) report(notNumber, path, value);
}

function within(text: Decimal, limit: bigint): boolean {
  const value = parseDecimal(text);
  return (
    value !== undefined &&
    compareDecimals(value, { units: limit, scale: 0 }) <= 0 &&
    compareDecimals(value, { units: -limit, scale: 0 }) >= 0
  );
}
