import { SaxesParser, type SaxesAttributeNS } from 'saxes';
import { BrokenEncoding, type Chunks, UnknownEncoding, textPieces } from './decode.js';
import { XmlElement, xmlNamespace } from './element.js';
import type { ProblemRule } from './problem-texts.js';

/** What a file consists of, in its order: the root's start tag, its children whole, and faults (the last ends the file early). */
export type Part =
  | { readonly kind: 'root'; readonly element: XmlElement }
  | { readonly kind: 'child'; readonly element: XmlElement }
  | {
      readonly kind: 'fault';
      readonly rule: ProblemRule;
      readonly line: number;
      readonly value?: string;
      readonly right?: string;
    };

/** The most text, in UTF-16 units, that one activity may hold: it is in memory whole. */
export const largestActivity = 32 * 1024 * 1024;

/** How deep elements may lie in each other; IATI's own need nine levels. */
export const deepestElement = 64;

/** Reads a file in pieces and holds one child of the root at a time, whatever the length of the file. */
export async function* fileParts(chunks: Chunks): AsyncGenerator<Part> {
  const parts = new PartParser();
  try {
    for await (const piece of textPieces(chunks)) {
      parts.write(piece);
      yield* parts.taken();
      if (parts.failed) return;
    }
    parts.end();
  } catch (error) {
    yield* parts.taken();
    if (parts.failed) return;
    const fault = parts.encodingFault(error);
    yield* parts.taken();
    if (!parts.failed) yield fault;
    return;
  }
  yield* parts.taken();
}

class PartParser {
  /** A fault was found: nothing follows it. */
  failed = false;
  readonly #parser = new SaxesParser({ xmlns: true, position: true });
  readonly #open: XmlElement[] = [];
  #parts: Part[] = [];
  #namespace = '';
  #tagLine = 1;
  #size = 0;
  #sinceEvent = 0;

  constructor() {
    const parser = this.#parser;
    parser.on('error', (error) =>
      this.#fail('not-well-formed', { right: error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '') }),
    );
    parser.on('doctype', () => this.#fail('doctype-refused', {}));
    parser.on('opentagstart', () => (this.#tagLine = parser.line));
    parser.on('opentag', (tag) => this.#opened(tag));
    parser.on('text', (text) => this.#text(text));
    parser.on('cdata', (text) => this.#text(text));
    parser.on('closetag', () => this.#closed());
    parser.on('comment', () => (this.#sinceEvent = 0));
  }

  write(piece: string): void {
    // saxes gathers a text, a comment or a declaration until its end: bound that as well.
    this.#sinceEvent += piece.length;
    if (this.#sinceEvent > largestActivity) return this.#fail('activity-too-large', { right: String(largestActivity) });
    this.#parser.write(piece);
  }

  end(): void {
    if (!this.failed) this.#parser.close();
  }

  taken(): readonly Part[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }

  /** The fault that stands for a decoding error, after what could still be read; rethrows any other error. */
  encodingFault(error: unknown): Part {
    if (error instanceof UnknownEncoding) {
      return { kind: 'fault', rule: 'encoding-unknown', line: this.#parser.line, value: error.encoding };
    }
    if (error instanceof BrokenEncoding) {
      this.write(error.text);
      return { kind: 'fault', rule: 'encoding-broken', line: this.#parser.line, right: error.encoding };
    }
    throw error;
  }

  #fail(rule: ProblemRule, more: { value?: string; right?: string }): void {
    // saxes goes on after an error and reports what follows from it; the first one is the one to tell.
    if (this.failed) return;
    this.failed = true;
    this.#parts.push({ kind: 'fault', rule, line: this.#parser.line, ...more });
  }

  #opened(tag: { local: string; prefix: string; uri: string; attributes: Record<string, SaxesAttributeNS> }): void {
    this.#sinceEvent = 0;
    if (this.failed) return;
    if (this.#open.length === deepestElement) return this.#fail('nested-too-deep', { right: String(deepestElement) });
    // A file may put all of IATI's elements into one namespace: the root's is then IATI's own.
    if (this.#open.length === 0) this.#namespace = tag.uri;
    const foreign = tag.uri !== this.#namespace;
    const element = new XmlElement(
      foreign && tag.prefix !== '' ? `${tag.prefix}:${tag.local}` : tag.local,
      this.#tagLine,
      foreign,
    );
    for (const each of Object.values(tag.attributes)) {
      if (each.prefix === 'xmlns' || each.name === 'xmlns') continue;
      const own = each.uri === '' || each.uri === this.#namespace;
      const name = own ? each.local : each.uri === xmlNamespace ? `xml:${each.local}` : each.name;
      element.attributes.set(name, each.value);
      this.#size += each.value.length;
    }
    this.#size += tag.local.length;
    if (this.#size <= largestActivity && this.#open.length > 1) this.#open.at(-1)!.children.push(element);
    this.#open.push(element);
    if (this.#open.length === 1) this.#parts.push({ kind: 'root', element });
  }

  #text(text: string): void {
    this.#sinceEvent = 0;
    this.#size += text.length;
    if (this.failed || this.#size > largestActivity) return;
    const element = this.#open.at(-1);
    // White space between the root's children is of no use, and would pile up over a long file.
    if (element && (this.#open.length > 1 || text.trim() !== '')) element.text += text;
  }

  #closed(): void {
    this.#sinceEvent = 0;
    const element = this.#open.pop();
    if (this.failed || !element || this.#open.length !== 1) return;
    if (this.#size > largestActivity) {
      this.#parts.push({ kind: 'fault', rule: 'activity-too-large', line: element.line, right: String(largestActivity) });
    } else {
      this.#parts.push({ kind: 'child', element });
    }
    this.#size = 0;
  }
}
