/**
 * Remembers keys of tables in a fixed space: whether one was added is answered wrongly for a few that were not, and never for
 * one that was (a Bloom filter). A wrong answer is dear: the row is looked for in the database, behind everything that is on its way there.
 */
export class KeyFilter {
  private readonly bits: Uint32Array;
  private readonly mask: number;
  /** Of the key that was asked for last: where its bits begin, and how far they are apart. */
  private first = 0;
  private step = 0;

  /** `expected` keys leave one wrong answer in some thousands; more make them more frequent. Takes 2 to 32 MB. */
  constructor(expected: number) {
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, expected) * 32));
    const size = Math.min(2 ** 28, Math.max(2 ** 24, wanted));
    this.bits = new Uint32Array(size / 32);
    this.mask = size - 1;
  }

  add(table: string, id: string): void {
    this.hash(table, id);
    for (let n = 0, bit = this.first; n < bitsOfKey; n++, bit = (bit + this.step) | 0)
      this.bits[(bit & this.mask) >>> 5]! |= 1 << (bit & 31);
  }

  has(table: string, id: string): boolean {
    this.hash(table, id);
    for (let n = 0, bit = this.first; n < bitsOfKey; n++, bit = (bit + this.step) | 0)
      if ((this.bits[(bit & this.mask) >>> 5]! & (1 << (bit & 31))) === 0) return false;
    return true;
  }

  /** Two hashes, 64 bits in all: of a million keys some hundred pairs agree in 32. */
  private hash(table: string, id: string): void {
    let one = 0x811c9dc5;
    let other = 0;
    for (const text of [table, id]) {
      for (let index = 0; index < text.length; index++) {
        const unit = text.charCodeAt(index);
        one = Math.imul(one ^ unit, 0x01000193);
        other = Math.imul(other ^ unit, 0x5bd1e995) + 1;
      }
    }
    this.first = scattered(one);
    this.step = scattered(other) | 1;
  }
}

/** Each key sets so many bits, a step of its own apart (Kirsch and Mitzenmacher, Less hashing, same performance, 2006). */
const bitsOfKey = 4;

/** What MurmurHash3 does at its end. */
function scattered(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return whole ^ (whole >>> 16);
}
