/** Bytes that are not text in the encoding that the file names; `text` is what could be read before them. */
export class BrokenEncoding extends Error {
  override readonly name = 'BrokenEncoding';
  constructor(
    readonly encoding: string,
    readonly text: string,
  ) {
    super(`not ${encoding}`);
  }
}

/** An encoding that this runtime cannot decode. */
export class UnknownEncoding extends Error {
  override readonly name = 'UnknownEncoding';
  constructor(readonly encoding: string) {
    super(`unknown encoding ${encoding}`);
  }
}

/** A file, whole or in pieces, as text or as bytes. */
export type Chunks = string | Uint8Array | AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** The most that is handed on at once, in UTF-16 units: what is parsed from one piece waits in memory. */
const pieceLength = 65_536;

/** How many bytes are looked at for a byte order mark and an XML declaration. */
const headLength = 256;

/**
 * The text of a file in pieces of bounded length. Bytes are decoded as their byte order mark says, or else as the XML
 * declaration says, or else as UTF-8 (XML 1.0, appendix F). Throws `BrokenEncoding` and `UnknownEncoding`.
 */
export async function* textPieces(chunks: Chunks): AsyncGenerator<string> {
  const source = typeof chunks === 'string' || chunks instanceof Uint8Array ? [chunks] : chunks;
  let decoder: Decoder | undefined;
  let head = new Uint8Array(0);
  for await (const chunk of source) {
    if (typeof chunk === 'string') {
      yield* pieces(chunk);
    } else if (decoder) {
      yield* pieces(decoder.decode(chunk));
    } else {
      head = joined(head, chunk);
      if (head.length < headLength) continue;
      decoder = new Decoder(head);
      yield* pieces(decoder.decode(head));
    }
  }
  if (!decoder && head.length > 0) {
    decoder = new Decoder(head);
    yield* pieces(decoder.decode(head));
  }
  if (decoder) yield* pieces(decoder.end());
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += pieceLength) yield text.slice(at, at + pieceLength);
}

/** Decodes strictly, and can still give what stood before the first wrong byte of a chunk. */
class Decoder {
  readonly #strict: InstanceType<typeof TextDecoder>;
  readonly #lenient: InstanceType<typeof TextDecoder>;
  readonly #encoding: string;

  constructor(first: Uint8Array) {
    this.#encoding = encodingOf(first);
    try {
      this.#strict = new TextDecoder(this.#encoding, { fatal: true });
      this.#lenient = new TextDecoder(this.#encoding);
    } catch {
      throw new UnknownEncoding(this.#encoding);
    }
  }

  decode(chunk: Uint8Array): string {
    return this.#attempt(() => this.#strict.decode(chunk, { stream: true }), this.#lenient.decode(chunk, { stream: true }));
  }

  end(): string {
    return this.#attempt(() => this.#strict.decode(), this.#lenient.decode());
  }

  #attempt(decode: () => string, lenient: string): string {
    try {
      return decode();
    } catch {
      const wrong = lenient.indexOf('\uFFFD');
      throw new BrokenEncoding(this.#encoding, wrong < 0 ? lenient : lenient.slice(0, wrong));
    }
  }
}

function encodingOf(first: Uint8Array): string {
  if (first[0] === 0xff && first[1] === 0xfe) return 'UTF-16LE';
  if (first[0] === 0xfe && first[1] === 0xff) return 'UTF-16BE';
  const start = String.fromCharCode(...first.subarray(0, headLength));
  const declared = /^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][\w.-]*)["']/.exec(start);
  return declared?.[1] ?? 'UTF-8';
}
