/**
 * Remembers keys of tables in a fixed space: whether one was added is answered wrongly for a few that were not, and never for
 * one that was (a Bloom filter with two bits a key).
 */
export class KeyFilter {
  private readonly bits: Uint32Array;
  private readonly mask: number;

  /** `expected` keys leave one wrong answer in about sixty; more make them more frequent. Takes 2 to 32 MB. */
  constructor(expected: number) {
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(1, expected) * 16));
    const size = Math.min(2 ** 28, Math.max(2 ** 24, wanted));
    this.bits = new Uint32Array(size / 32);
    this.mask = size - 1;
  }

  add(table: string, id: string): void {
    const one = hashOf(table, id);
    const other = scattered(one);
    this.bits[(one & this.mask) >>> 5]! |= 1 << (one & 31);
    this.bits[(other & this.mask) >>> 5]! |= 1 << (other & 31);
  }

  has(table: string, id: string): boolean {
    const one = hashOf(table, id);
    if ((this.bits[(one & this.mask) >>> 5]! & (1 << (one & 31))) === 0) return false;
    const other = scattered(one);
    return (this.bits[(other & this.mask) >>> 5]! & (1 << (other & 31))) !== 0;
  }
}

/** FNV-1a. */
function hashOf(table: string, id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < table.length; index++) hash = Math.imul(hash ^ table.charCodeAt(index), 0x01000193);
  for (let index = 0; index < id.length; index++) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return hash;
}

/** What MurmurHash3 does at its end. */
function scattered(hash: number): number {
  const half = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  const whole = Math.imul(half ^ (half >>> 13), 0xc2b2ae35);
  return whole ^ (whole >>> 16);
}
