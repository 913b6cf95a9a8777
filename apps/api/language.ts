import type { Language } from '#domain/field-errors';

const offered: readonly Language[] = ['en', 'es'];

/**
 * The language that an `Accept-Language` header prefers, by RFC 4647 lookup over RFC 9110 quality values: `es-CO` means
 * `es`; what is offered and not named counts as `*`, where that stands. English when nothing fits or it cannot be read.
 */
export function languageOf(header: string | undefined): Language {
  if (header === undefined || header.length > 500) return 'en';
  const ranges = header.split(',').flatMap((part) => {
    const parts = /^\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*$/.exec(
      part,
    );
    return parts ? [{ range: parts[1]!.toLowerCase(), quality: Number(parts[2] ?? 1) }] : [];
  });
  const qualityOf = (language: Language): { quality: number; place: number } => {
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
  return best?.language ?? 'en';
}

const none = { quality: 0, place: 0 };
