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

/** As UTF-16 units, surrogates too: looking for these takes a third of the time, and hardly any text has one. */
const suspect = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD]/;

/** The first character that XML 1.0 cannot carry, as `U+000B`, with its offset; undefined when all can be written. */
export function unwritableCharacter(text: string): { readonly character: string; readonly offset: number } | undefined {
  if (isPlain(text) || !suspect.test(text)) return undefined;
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

/** In a text without any of these nothing is refused or escaped. */
const special = /[^ !#-%'-;=?-\uD7FF\uE000-\uFFFD]/;
/** Which of the first characters are `special`: 1 or 0. */
const isSpecial = Uint8Array.from({ length: 128 }, (_, unit) => (special.test(String.fromCharCode(unit)) ? 1 : 0));
/** Texts up to here are looked through character by character, which is over before a pattern has begun. */
const shortText = 24;

/** Whether a text stands in a file as it is. */
function isPlain(text: string): boolean {
  if (text.length > shortText) return !special.test(text);
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit >= 0x80) return !special.test(text);
    if (isSpecial[unit] === 1) return false;
  }
  return true;
}

/**
 * Escapes the content of an element so that a parser gives back the same text: `>` because of `]]>`, a carriage return
 * because a parser would turn it into a line feed (XML 1.0, 2.11). Throws `UnwritableText`.
 */
export function escapeText(text: string): string {
  if (isPlain(text)) return text;
  refuseUnwritable(text);
  return text.replace(/[&<>\r]/g, (character) => inText[character]!);
}

/** Escapes the value of a double-quoted attribute; white space too, which a parser would turn into blanks (3.3.3). */
export function escapeAttribute(text: string): string {
  if (isPlain(text)) return text;
  refuseUnwritable(text);
  return text.replace(/[&<>"\t\n\r]/g, (character) => inAttribute[character]!);
}

/** What an attribute may hold; an absent one is not written. */
export type AttributeValue = string | number | boolean | undefined;

/** ` name="value"`, or nothing for an attribute without a value. Booleans are written 1 and 0. */
export function attribute(name: string, value: AttributeValue): string {
  if (value === undefined) return '';
  const text = typeof value === 'boolean' ? (value ? '1' : '0') : String(value);
  return attributeBegin(name) + escapeAttribute(text) + '"';
}

/** An element on a line of its own, with attributes in the order given; without content it closes itself. Content is XML already. */
export function element(name: string, attributes: string, content = ''): string {
  const { begin, end } = tagOf(name);
  return content === '' ? begin + attributes + '/>\n' : begin + attributes + '>' + content + end;
}

/** As `element`, with a line break before what it holds: for elements that hold elements. */
export function parent(name: string, attributes: string, content: string): string {
  const { begin, end } = tagOf(name);
  return content === '' ? begin + attributes + '/>\n' : begin + attributes + '>\n' + content + end;
}

/** What is the same of all elements, or attributes, of a name: put together once, since each piece of a text costs as much as a long one. */
const tagOf = byName((name) => ({ begin: `<${name}`, end: `</${name}>\n` }));
const attributeBegin = byName((name) => ` ${name}="`);

/** Names are those of the schema, which are few. */
function byName<Answer>(make: (name: string) => Answer): (name: string) => Answer {
  const made = new Map<string, Answer>();
  return (name) => {
    let answer = made.get(name);
    if (answer === undefined) made.set(name, (answer = make(name)));
    return answer;
  };
}

/** What `write` makes of each item, one after the other. */
export const each = <Item>(items: readonly Item[] | undefined, write: (item: Item) => string): string =>
  items === undefined ? '' : joined(items, write);

function joined<Item>(items: readonly Item[], write: (item: Item) => string): string {
  let text = '';
  for (const item of items) text += write(item);
  return text;
}

/** What `write` makes of a value that is there. */
export const given = <Item>(value: Item | undefined, write: (value: Item) => string): string =>
  value === undefined ? '' : write(value);
