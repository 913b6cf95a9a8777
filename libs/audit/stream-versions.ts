import { randomInt } from 'node:crypto';

/** The share of slots that may be taken. */
const fullAt = 0.6;

/**
 * The last version of each stream of a book that is gone through, in 16 bytes a slot, so that millions of streams fit into the
 * memory of a check. Streams are told apart by 64 bits that are keyed anew for every run: of ten million streams, two agree by
 * chance once in 370,000 runs, and then a version differs that is right. Nobody can make two agree beforehand.
 */
export class StreamVersions {
  #keys = new Uint32Array(2 * 1024);
  #versions = new Float64Array(1024);
  #count = 0;
  readonly #seeds = [randomInt(2 ** 32), randomInt(2 ** 32)] as const;
  /** The key of the stream that is asked for. */
  #low = 0;
  #high = 0;

  /** How many streams there are. */
  get size(): number {
    return this.#count;
  }

  /** Notes the version of a stream, and gives the one before; 0 for a stream that is new. */
  next(stream: string, version: number): number {
    this.#hashOf(stream);
    return this.#put(version);
  }

  /** As `next`, of a name that is ASCII, in bytes. */
  nextOf(bytes: Uint8Array, from: number, to: number, version: number): number {
    let [low, high] = this.#seeds;
    for (let at = from; at < to; at++) {
      low = mixedLow(low, bytes[at]!);
      high = mixedHigh(high, bytes[at]!);
    }
    this.#ended(low, high, to - from);
    return this.#put(version);
  }

  #put(version: number): number {
    const [low, high] = [this.#low, this.#high];
    const slot = this.#slotOf(low, high);
    const last = this.#versions[slot]!;
    if (this.#keys[2 * slot] === 0 && this.#keys[2 * slot + 1] === 0) {
      this.#keys[2 * slot] = low;
      this.#keys[2 * slot + 1] = high;
      this.#count += 1;
    }
    this.#versions[slot] = version;
    if (this.#count > fullAt * this.#versions.length) this.#grow();
    return last;
  }

  /** The place of a key: its own, or the first free one behind where it belongs. */
  #slotOf(low: number, high: number): number {
    const mask = this.#versions.length - 1;
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const [a, b] = [this.#keys[2 * slot]!, this.#keys[2 * slot + 1]!];
      if ((a === low && b === high) || (a === 0 && b === 0)) return slot;
    }
  }

  #grow(): void {
    const [keys, versions] = [this.#keys, this.#versions];
    this.#keys = new Uint32Array(2 * keys.length);
    this.#versions = new Float64Array(2 * versions.length);
    for (let old = 0; old < versions.length; old++) {
      const [low, high] = [keys[2 * old]!, keys[2 * old + 1]!];
      if (low === 0 && high === 0) continue;
      const slot = this.#slotOf(low, high);
      this.#keys.set([low, high], 2 * slot);
      this.#versions[slot] = versions[old]!;
    }
  }

  /** Two lanes of 32 bits over the characters, each mixed as MurmurHash3 does; never both zero, which is a free slot. */
  #hashOf(text: string): void {
    let [low, high] = this.#seeds;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      low = mixedLow(low, unit);
      high = mixedHigh(high, unit);
    }
    this.#ended(low, high, text.length);
  }

  #ended(low: number, high: number, length: number): void {
    this.#low = mixed(low ^ length);
    this.#high = mixed(high ^ this.#low);
    if (this.#low === 0 && this.#high === 0) this.#low = this.#high = 1;
  }
}

function mixedLow(lane: number, unit: number): number {
  const mix = Math.imul(lane ^ unit, 0xcc9e2d51);
  return (mix << 13) | (mix >>> 19);
}

function mixedHigh(lane: number, unit: number): number {
  const mix = Math.imul(lane ^ unit, 0x1b873593);
  return (mix << 15) | (mix >>> 17);
}

function mixed(bits: number): number {
  let mix = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  mix = Math.imul(mix ^ (mix >>> 13), 0xc2b2ae35);
  return (mix ^ (mix >>> 16)) >>> 0;
}
