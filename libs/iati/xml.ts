/** A text that XML 1.0 cannot carry in any spelling: no reference or CDATA section helps. */
export class UnwritableText extends RangeError {
  override readonly name = 'UnwritableText';
  constructor(
    /** The first character of the text that XML refuses, as `U+000B`. */
    readonly character: string,
    /** Its place in the text, in UTF-16 code units from 0. */
    readonly offset: number,
  ) {
    super(`XML 1.0 cannot carry ${character} (at ${offset})`);
  }
}

// XML 1.0 (fifth edition) 2.2, Char: everything but these. With the u flag a lone surrogate matches, a pair does not.
const unwritable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** The first character that XML 1.0 cannot carry, as `U+000B`, with its offset; undefined when all can be written. */
export function unwritableCharacter(text: string): { readonly character: string; readonly offset: number } | undefined {
  const at = text.search(unwritable);
  if (at < 0) return undefined;
  const code = text.codePointAt(at)!;
  return { character: `U+${code.toString(16).toUpperCase().padStart(4, '0')}`, offset: at };
}

function refuseUnwritable(text: string): void {
  const found = unwritableCharacter(text);
  if (found) throw new UnwritableText(found.character, found.offset);
}

const inText: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' };
const inAttribute: Readonly<Record<string, string>> = { ...inText, '"': '&quot;', '\t': '&#9;', '\n': '&#10;' };

/**
 * Escapes the content of an element so that a parser gives back the same text: `>` because of `]]>`, a carriage return
 * because a parser would turn it into a line feed (XML 1.0, 2.11). Throws `UnwritableText`.
 */
export function escapeText(text: string): string {
  refuseUnwritable(text);
  return /[&<>\r]/.test(text) ? text.replace(/[&<>\r]/g, (character) => inText[character]!) : text;
}

/** Escapes the value of a double-quoted attribute; white space too, which a parser would turn into blanks (3.3.3). */
export function escapeAttribute(text: string): string {
  refuseUnwritable(text);
  return /[&<>"\t\n\r]/.test(text) ? text.replace(/[&<>"\t\n\r]/g, (character) => inAttribute[character]!) : text;
}

/** What an attribute may hold; an absent one is not written. */
export type AttributeValue = string | number | boolean | undefined;

/** ` name="value"` for every attribute that has a value, in the order given. Booleans are written 1 and 0. */
export function attributes(values: Readonly<Record<string, AttributeValue>>): string {
  let out = '';
  for (const name in values) {
    const value = values[name];
    if (value === undefined) continue;
    const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
    out += ` ${name}="${escapeAttribute(text)}"`;
  }
  return out;
}

/** An element on a line of its own; without content it closes itself. Content is XML already. */
export function element(name: string, values: Readonly<Record<string, AttributeValue>>, content = ''): string {
  return content === '' ? `<${name}${attributes(values)}/>\n` : `<${name}${attributes(values)}>${content}</${name}>\n`;
}

/** As `element`, with a line break before what it holds: for elements that hold elements. */
export const parent = (name: string, values: Readonly<Record<string, AttributeValue>>, content: string): string =>
  element(name, values, content === '' ? '' : `\n${content}`);

/** What `write` makes of each item, one after the other. */
export const each = <Item>(items: readonly Item[] | undefined, write: (item: Item) => string): string =>
  items === undefined ? '' : items.map(write).join('');

/** What `write` makes of a value that is there. */
export const given = <Item>(value: Item | undefined, write: (value: Item) => string): string =>
  value === undefined ? '' : write(value);
