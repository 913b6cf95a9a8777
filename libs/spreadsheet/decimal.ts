/** Which sign a text puts before the decimals; `auto` takes what cannot be read in two ways. */
export type DecimalSign = 'auto' | 'point' | 'comma';

/** A number as canonical decimal text, or why there is none. */
export type ReadDecimal = { readonly text: string } | { readonly fault: 'not-a-number' | 'ambiguous' };

const plain = /^[+-]?\d+$/;
const groups: Readonly<Record<'point' | 'comma', RegExp>> = {
  point: /^[+-]?\d{1,3}(?:[,'’ ]\d{3})+(?:\.\d+)?$|^[+-]?\d*\.\d+$/,
  comma: /^[+-]?\d{1,3}(?:[.'’ ]\d{3})+(?:,\d+)?$|^[+-]?\d*,\d+$/,
};

/**
 * Reads a number that a person wrote, as canonical decimal text (`-1234.50`; digits after the point are kept). Thousands may
 * stand apart by the other sign, a space or an apostrophe. `1.234` and `1,234` can be read in two ways: with `auto` they are
 * `ambiguous`, unless they begin with a zero. No part of it goes through a float.
 */
export function parseDecimal(written: string, sign: DecimalSign): ReadDecimal {
  const text = bareNumber(written)
    .replaceAll(/[\u00a0\u202f\u2009]/g, ' ')
    .replace(/^[−–]/, '-');
  if (plain.test(text)) return { text: canonical(text) };
  const point = groups.point.test(text);
  const comma = groups.comma.test(text);
  const reading = sign !== 'auto' ? sign : point && comma ? undefined : point ? 'point' : 'comma';
  if (reading === undefined) return /^[+-]?0/.test(text) ? { text: canonical(text.replace(',', '.')) } : { fault: 'ambiguous' };
  if (!(reading === 'point' ? point : comma)) return { fault: 'not-a-number' };
  const digits = text.replaceAll(reading === 'point' ? /[,'’ ]/g : /[.'’ ]/g, '');
  return { text: canonical(digits.replace(',', '.')) };
}

/** Without what spreadsheets and people write around a number: `$ 1.234,50`, `15%`. Which currency it is, its own column says. */
const bareNumber = (written: string): string =>
  written
    .trim()
    .replace(/^([+\-−–]?)\s*(?:US\$|[$€£])\s*(?=[\d.,+\-−–])/u, '$1')
    .replace(/(?<=\d)\s*[%€]$/u, '');

/** Without a plus, needless zeros in front, or a zero that is negative. */
function canonical(text: string): string {
  const [, minus = '', whole = '', fraction = ''] = /^\+?(-?)0*(\d*)(\.\d+)?$/.exec(text) ?? [];
  const digits = `${whole === '' ? '0' : whole}${fraction}`;
  return /[1-9]/.test(digits) ? minus + digits : digits;
}

/**
 * The number that a cell of a workbook means, as decimal text without an exponent; undefined when it is none. Cells hold
 * binary floats: where a program wrote more digits than a float tells apart (Excel writes 1.1 as `1.1000000000000001`), the
 * shortest text of the same float is meant. Nothing is rounded: the result of `=0.1+0.2` keeps its seventeen digits, and is
 * no amount of any currency.
 */
export function cellNumber(raw: string): string | undefined {
  const text = raw.trim();
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?$/.test(text)) return undefined;
  if (significant(text) <= 15) return expanded(text);
  const shortest = expanded(String(Number(text)));
  return significant(shortest) <= 15 ? shortest : expanded(text);
}

const significant = (text: string): number =>
  text
    .replace(/[eE].*$/, '')
    .replaceAll(/[^\d]/g, '')
    .replace(/^0+/, '')
    .replace(/0+$/, '').length;

/** Writes an exponent out. */
function expanded(text: string): string {
  const [mantissa = '', exponent = '0'] = text.replace(/^\+/, '').split(/[eE]/);
  const negative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = point <= 0 ? 1 : point;
  const decimals = padded.slice(at).replace(/0+$/, '');
  return canonical(`${negative ? '-' : ''}${padded.slice(0, at)}${decimals === '' ? '' : `.${decimals}`}`);
}
