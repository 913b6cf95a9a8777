import type { Language } from '#domain/field-errors';
import { type Locale, languageIn } from '#domain/words/figures';

const offered: readonly Language[] = ['en', 'es'];

/** The language that an `Accept-Language` header prefers; as `localeOf`. */
export const languageOf = (header: string | undefined): Language => languageIn(localeOf(header));

/**
 * The language that an `Accept-Language` header prefers, with its region, by RFC 4647 lookup over RFC 9110 quality values:
 * `es-CO` is Spanish with the figures of Colombia; what is offered and not named counts as `*`, where that stands. English
 * when nothing fits or it cannot be read.
 */
export function localeOf(header: string | undefined): Locale {
  if (header === undefined || header.length > 500) return 'en';
  const ranges = header.split(',').flatMap((part) => {
    const parts = /^\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*$/.exec(
      part,
    );
    return parts ? [{ range: parts[1]!.toLowerCase(), quality: Number(parts[2] ?? 1) }] : [];
  });
  const qualityOf = (language: Language): Asked => {
    const matching = ranges
      .map(({ range, quality }, place) => ({ range, quality, place }))
      .filter(({ range }) => range === language || range.startsWith(`${language}-`))
      .toSorted((a, b) => b.quality - a.quality);
    return matching[0] ?? ranges.map((each, place) => ({ ...each, place })).find(({ range }) => range === '*') ?? none;
  };
  const [best] = offered
    .map((language) => ({ language, ...qualityOf(language) }))
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality || a.place - b.place);
  return best ? inRegion(best.language, best.range) : 'en';
}

interface Asked {
  readonly range: string;
  readonly quality: number;
  readonly place: number;
}

const none: Asked = { range: '*', quality: 0, place: 0 };

/** `es` as asked for by `es-co` or `es-latn-co`; a range without a region leaves it open. */
function inRegion(language: Language, range: string): Locale {
  const region = /^[a-z]{2}(?:-[a-z]{4})?-([a-z]{2}|\d{3})(?=-|$)/.exec(range)?.[1];
  return region === undefined ? language : `${language}-${region.toUpperCase()}`;
}
