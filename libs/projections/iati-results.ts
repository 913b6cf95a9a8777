import type { Location } from '#domain/activities/activity-events';
import type { DocumentCategory, DocumentLinked, PublicDocument } from '#domain/activities/document';
import type { Narratives } from '#domain/fields';
import type { Baseline, Figures, Indicator, Measure } from '#domain/activities/indicator';
import {
  type ResultAmended,
  type ResultDefined,
  type ResultMeasured,
  type ResultType,
  amendedIndicators,
} from '#domain/activities/result';
import { type IndicatorMeasure, geographicVocabularies, indicatorVocabularies, isCode } from '#iati/codes';
import type * as iati from '#iati/model';
import { type Language, quote } from './iati-words.js';

/** A result as its events left it. */
export interface PublishedResult {
  /** Undefined of a result of the fund or of an arrangement: it stands in the fund's own activity. */
  readonly activity: string | undefined;
  readonly type: ResultType;
  title: Narratives;
  description: Narratives | undefined;
  indicators: readonly Indicator[];
  /** Measurements that no later one has replaced. */
  readonly measured: Map<string, ResultMeasured>;
}

/** A result as it was defined, of which nothing is measured yet. */
export const publishedResult = ({ activity, type, title, description, indicators }: ResultDefined): PublishedResult => ({
  activity,
  type,
  title,
  description,
  indicators,
  measured: new Map(),
});

/** Takes over what an amendment names; the rest stays. */
export function amendResult(result: PublishedResult, data: ResultAmended): void {
  result.title = data.title ?? result.title;
  result.description = data.description ?? result.description;
  result.indicators = amendedIndicators(result.indicators, data.indicators);
}

/** Adds a measurement, in the place of the one that it corrects. */
export function measureResult(result: PublishedResult, data: ResultMeasured): void {
  if (data.replaces !== undefined) result.measured.delete(data.replaces);
  result.measured.set(data.measurement, data);
}

const typeCodes = { output: '1', outcome: '2', impact: '3' } as const satisfies Record<ResultType, iati.Result['type']>;
const measureCodes: Readonly<Record<Measure, IndicatorMeasure>> = {
  unit: '1',
  count: '1',
  percentage: '2',
  qualitative: '5',
};

/** A result as IATI has it. `places` are the ids of the locations that the activity has by now. */
export const resultElement = (own: Language, places: ReadonlySet<string>, result: PublishedResult): iati.Result => ({
  type: typeCodes[result.type],
  title: quote(own, result.title),
  description: result.description && quote(own, result.description),
  indicators: result.indicators.map((indicator) => indicatorElement(own, places, indicator, [...result.measured.values()])),
});

function indicatorElement(
  own: Language,
  places: ReadonlySet<string>,
  indicator: Indicator,
  measured: readonly ResultMeasured[],
): iati.Indicator {
  const { id, title, description, measure, ascending, baseline, reference, periods } = indicator;
  return {
    measure: measureCodes[measure],
    ascending,
    title: quote(own, title),
    description: description && quote(own, description),
    references: reference && [
      {
        vocabulary: isCode(indicatorVocabularies, reference.vocabulary) ? reference.vocabulary : '99',
        code: reference.code,
        uri: reference.uri,
      },
    ],
    baselines: baseline && [baselineElement(own, baseline)],
    periods: periods.map(({ start, end, target }) => ({
      period: { start, end },
      targets: target && figures(own, target),
      actuals: measured
        .filter((each) => each.indicator === id && each.periodStart === start)
        .flatMap((each) =>
          figures(own, each, each.location !== undefined && places.has(each.location) ? each.location : undefined),
        ),
    })),
  };
}

const baselineElement = (own: Language, { year, date, value, comment }: Baseline): iati.Baseline => ({
  year,
  date,
  value,
  comment: comment && quote(own, comment),
});

/** The whole, then its parts by dimension. */
function figures(own: Language, { value, comment, by }: Figures, location?: string): iati.Measured[] {
  const locationRefs = location === undefined ? undefined : [location];
  return [
    { value, locationRefs, comment: comment && quote(own, comment) },
    ...by.map((part) => ({ value: part.value, locationRefs, dimensions: part.dimensions })),
  ];
}

/** A place with its names in the fund's languages, IATI `location`. */
export const locationElement = (own: Language, { id, name, point, exactness, areas }: Location): iati.Location => ({
  ref: id,
  name: quote(own, name),
  administratives: areas.flatMap(({ vocabulary, level, code }) =>
    isCode(geographicVocabularies, vocabulary) ? [{ vocabulary, level, code }] : [],
  ),
  point,
  exactness,
});

export const documentElement = (
  own: Language,
  { title, url, format, language, date }: PublicDocument | DocumentLinked,
  category: DocumentCategory,
): iati.DocumentLink => ({
  url,
  format,
  title: quote(own, title),
  categories: [category],
  languages: language === undefined ? undefined : [language],
  date,
});
