import { isUtf8 } from 'node:buffer';
import type { Language } from '#domain/field-errors';

/** Deeper than any command goes; deep nesting is a way to exhaust the stack. */
const deepest = 32;

/** What was expected where a text stopped being JSON, by rule. */
export const jsonRules = {
  'utf-8': { en: 'UTF-8', es: 'UTF-8' },
  end: { en: 'the end of the text', es: 'el fin del texto' },
  depth: { en: `at most ${deepest} levels`, es: `${deepest} niveles como máximo` },
  'member-name': { en: 'the name of a field in quotes', es: 'el nombre de un campo entre comillas' },
  'forbidden-name': { en: 'the name of a field other than __proto__', es: 'un nombre de campo distinto de __proto__' },
  'unique-name': { en: 'each field once', es: 'cada campo una sola vez' },
  colon: { en: 'a colon', es: 'dos puntos' },
  'object-end': { en: 'a comma or }', es: 'una coma o }' },
  'array-end': { en: 'a comma or ]', es: 'una coma o ]' },
  string: {
    en: 'a text that ends with a quote, its control characters escaped',
    es: 'un texto que cierre con comillas, con sus caracteres de control escapados',
  },
  value: { en: 'a value', es: 'un valor' },
} as const satisfies Record<string, Record<Language, string>>;
type JsonRule = keyof typeof jsonRules;

/** Why a text is not the JSON that is taken here. */
export class JsonFault extends Error {
  constructor(
    readonly rule: JsonRule,
    /** Bytes before it. */
    readonly position: number,
    readonly line: number,
    readonly column: number,
    /** Up to 20 characters of what stands there; empty at the end of the text. */
    readonly found: string,
  ) {
    super(`not JSON at ${line}:${column}`);
  }
}

/**
 * Reads a JSON text (RFC 8259) strictly: UTF-8, each member name once in an object, and no member that JavaScript would
 * mistake for a prototype. `JSON.parse` takes the last of two members without a word, and says on no Node version in the
 * same way where it failed. Throws `JsonFault`.
 */
export function parseJson(bytes: Uint8Array): unknown {
  const text = utf8(bytes);
  const read = asRead(text);
  return read === undefined ? new Parser(text).whole() : read;
}

/**
 * The value of a text as the engine reads it, where that is what is taken here: it reads strictly but for names that stand twice
 * or are forbidden, and depth. Then as many members are there as are named. `undefined` for any other text.
 */
function asRead(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    const members = membersOf(value, deepest);
    // Most texts have no colon but behind a name, and these are found sooner than quotes are counted.
    return members === colonsIn(text) || members === namesIn(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** How many members the objects of a value have; NaN where one is forbidden, or deeper than so many levels. */
function membersOf(value: unknown, levels: number): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (levels < 1) return Number.NaN;
  let members = 0;
  if (Array.isArray(value)) {
    for (const each of value) members += membersOf(each, levels - 1);
    return members;
  }
  for (const name in value) {
    if (name === '__proto__') return Number.NaN;
    members += 1 + membersOf((value as Readonly<Record<string, unknown>>)[name], levels - 1);
  }
  return members;
}

/** As many members as a JSON text can name at most. */
function colonsIn(text: string): number {
  let colons = 0;
  for (let at = text.indexOf(':'); at !== -1; at = text.indexOf(':', at + 1)) colons += 1;
  return colons;
}

/** How many members a JSON text names: colons outside of strings. */
function namesIn(text: string): number {
  let names = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) inString = !inString;
    else if (code === backslash) at += 1;
    else if (code === colon && !inString) names += 1;
  }
  return names;
}

const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;

function utf8(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new JsonFault('utf-8', 0, 1, 1, '');
  const text = (Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)).toString();
  // RFC 8259 8.1: a byte order mark may be passed over.
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

const blank = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// eslint-disable-next-line no-control-regex -- control characters are what RFC 8259 forbids in a string
const string = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9A-Fa-f]{4})[^"\\\u0000-\u001f]*)*"/y;
const word = /true|false|null/y;

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  whole(): unknown {
    const value = this.value(0);
    if (this.at < this.text.length) this.fail('end');
    return value;
  }

  /** A value with the white space around it. */
  private value(depth: number): unknown {
    this.skip();
    if (depth > deepest) this.fail('depth');
    const next = this.text[this.at];
    const value =
      next === '{' ? this.object(depth) : next === '[' ? this.array(depth) : next === '"' ? this.string() : this.scalar();
    this.skip();
    return value;
  }

  private object(depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    this.at++;
    this.skip();
    if (this.take('}')) return members;
    do {
      this.skip();
      const start = this.at;
      if (this.text[start] !== '"') this.fail('member-name');
      const name = this.string();
      if (name === '__proto__') this.fail('forbidden-name', start);
      if (Object.hasOwn(members, name)) this.fail('unique-name', start);
      this.skip();
      if (!this.take(':')) this.fail('colon');
      members[name] = this.value(depth + 1);
    } while (this.take(','));
    if (!this.take('}')) this.fail('object-end');
    return members;
  }

  private array(depth: number): unknown[] {
    const items: unknown[] = [];
    this.at++;
    this.skip();
    if (this.take(']')) return items;
    do items.push(this.value(depth + 1));
    while (this.take(','));
    if (!this.take(']')) this.fail('array-end');
    return items;
  }

  private string(): string {
    return JSON.parse(this.match(string) ?? this.fail('string')) as string;
  }

  private scalar(): unknown {
    return JSON.parse(this.match(word) ?? this.match(number) ?? this.fail('value'));
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private skip(): void {
    this.match(blank);
  }

  private take(character: string): boolean {
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private fail(rule: JsonRule, at = this.at): never {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    throw new JsonFault(rule, Buffer.byteLength(before), line, column, this.text.slice(at, at + 20).toWellFormed());
  }
}
