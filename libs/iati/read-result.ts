import * as codes from './codes.js';
import type { XmlElement } from './element.js';
import type { Baseline, DocumentLink, Indicator, IndicatorPeriod, IndicatorReference, Measured, Result } from './model.js';
import { type Context, dateOf, flagOf, narrativesIn, neededCode, required, textIn, wholeOf } from './read-parts.js';
import { periodDay } from './read-transaction.js';

export const resultsIn = (context: Context, activity: XmlElement): readonly Result[] =>
  activity.childrenNamed('result').flatMap((element) => {
    const type = neededCode(context, element, 'type', 'ResultType', codes.resultTypes, 'result');
    const rest = {
      aggregationStatus: flagOf(context, element, 'aggregation-status', 'result/'),
      title: textIn(context, element.child('title'), 'result/title') ?? [],
      description: textIn(context, element.child('description'), 'result/description'),
      documents: documentsIn(context, element, 'result/'),
      indicators: indicatorsIn(context, element),
    };
    return type === undefined ? [] : { type, ...rest };
  });

const indicatorsIn = (context: Context, result: XmlElement): readonly Indicator[] =>
  result.childrenNamed('indicator').flatMap((element) => {
    const field = 'result/indicator';
    const measure = neededCode(context, element, 'measure', 'IndicatorMeasure', codes.indicatorMeasures, field);
    const rest = {
      ascending: flagOf(context, element, 'ascending', `${field}/`),
      aggregationStatus: flagOf(context, element, 'aggregation-status', `${field}/`),
      title: textIn(context, element.child('title'), `${field}/title`) ?? [],
      description: textIn(context, element.child('description'), `${field}/description`),
      references: element.childrenNamed('reference').flatMap((each) => reference(context, each)),
      baselines: element.childrenNamed('baseline').flatMap((each) => baseline(context, each)),
      periods: element.childrenNamed('period').flatMap((each) => indicatorPeriod(context, each)),
    };
    return measure === undefined ? [] : { measure, ...rest };
  });

function reference(context: Context, element: XmlElement): IndicatorReference | [] {
  const field = 'result/indicator/reference';
  const vocabulary = neededCode(context, element, 'vocabulary', 'IndicatorVocabulary', codes.indicatorVocabularies, field);
  const code = required(context, element, 'code', field);
  const uri = element.token('indicator-uri');
  return vocabulary === undefined || code === undefined ? [] : { vocabulary, code, uri };
}

function baseline(context: Context, element: XmlElement): Baseline | [] {
  const field = 'result/indicator/baseline';
  const year = wholeOf(context, element, 'year', `${field}/`);
  const date = dateOf(context, element, 'iso-date', field);
  const rest = measured(context, element, field);
  if (year === undefined) {
    context.log.report('part-missing', { line: element.line, field: `${field}/@year`, value: 'year', right: 'baseline' });
    return [];
  }
  return { year, date, ...rest };
}

function indicatorPeriod(context: Context, element: XmlElement): IndicatorPeriod | [] {
  const start = periodDay(context, element, 'period-start', true);
  const end = periodDay(context, element, 'period-end', true);
  const field = 'result/indicator/period';
  const targets = element.childrenNamed('target').map((each) => measured(context, each, `${field}/target`));
  const actuals = element.childrenNamed('actual').map((each) => measured(context, each, `${field}/actual`));
  return start === undefined || end === undefined ? [] : { period: { start, end }, targets, actuals };
}

const measured = (context: Context, element: XmlElement, field: string): Measured => ({
  value: element.attribute('value'),
  locationRefs: element.childrenNamed('location').flatMap((each) => each.attribute('ref') ?? []),
  dimensions: element
    .childrenNamed('dimension')
    .map((each) => ({ name: each.attribute('name') ?? '', value: each.attribute('value') ?? '' })),
  comment: textIn(context, element.child('comment'), `${field}/comment`),
});

export const documentsIn = (context: Context, element: XmlElement, path = ''): readonly DocumentLink[] =>
  element.childrenNamed('document-link').flatMap((each) => {
    const field = `${path}document-link`;
    const url = required(context, each, 'url', field);
    const format = required(context, each, 'format', field);
    const title = each.child('title');
    const date = each.child('document-date');
    const rest = {
      title: title ? narrativesIn(context, title, `${field}/title`) : [],
      description: textIn(context, each.child('description'), `${field}/description`),
      categories: each
        .childrenNamed('category')
        .flatMap(
          (category) =>
            neededCode(context, category, 'code', 'DocumentCategory', codes.documentCategories, `${field}/category`) ?? [],
        ),
      languages: each.childrenNamed('language').flatMap((language) => language.token('code')?.toLowerCase() ?? []),
      date: date && dateOf(context, date, 'iso-date', `${field}/document-date`),
    };
    return url === undefined || format === undefined ? [] : { url, format, ...rest };
  });
