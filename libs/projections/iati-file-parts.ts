import { writeSync } from 'node:fs';
import { finding } from '#iati/rules';
import { FindingCounts, type RuleFindings } from './iati-findings.js';
import { type OrderedPile, type PartFinding, partHead } from './iati-own-parts.js';
import { type PilePlace, PileReader, blocksOf, bytesIn } from './piles.js';

/*
 * The file is put together from parts whose lengths are known, so that several threads can write them at once, each where it
 * belongs.
 */

/** A part of the file: a text, all of a pile, or what is to be brought into the order of the book. */
export type FilePart = string | PilePlace | OrderedBucket;

/** Parts of a list of the fund's own activity whose events stand in one bucket of positions. */
export interface OrderedBucket {
  readonly list: 'plannedDisbursements' | 'transactions';
  /** The activity that has it. */
  readonly identifier: string;
  /** How many stand before them in the list. */
  readonly first: number;
  /** As each thread made them. */
  readonly piles: readonly OrderedPile[];
}

/** Parts that stand one behind the other, and where in the file. */
export interface PlacedParts {
  readonly file: number;
  readonly at: number;
  readonly parts: readonly FilePart[];
}

/** The bytes of a part in the file. */
export function lengthOf(part: FilePart): number {
  if (typeof part === 'string') return Buffer.byteLength(part);
  return 'list' in part ? part.piles.reduce((sum, each) => sum + each.bytes, 0) : bytesIn(part);
}

/** Makes the bytes of parts, one after the other; memory is taken once. */
export class PartReader {
  private readonly block = Buffer.allocUnsafeSlow(256 * 1024);
  private readonly piles: PileReader[] = [];
  private elements: Buffer = Buffer.alloc(0);

  /** What it gives is there until more is asked for. What is wrong with what is brought into order, `findings` is told of. */
  *bytesOf(part: FilePart, findings: FindingCounts): Generator<Buffer> {
    if (typeof part === 'string') yield Buffer.from(part);
    else if ('list' in part) yield this.ordered(part, findings);
    else yield* blocksOf(part, this.block.length, this.block);
  }

  /** Writes parts where they belong, and says what is wrong with them. */
  write({ file, at, parts }: PlacedParts): readonly RuleFindings[] {
    const findings = new FindingCounts();
    let end = at;
    for (const part of parts) {
      for (const bytes of this.bytesOf(part, findings)) {
        for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done, bytes.length - done, end + done);
        end += bytes.length;
      }
    }
    return findings.all;
  }

  /** The parts of a bucket, whoever made them, in the order of their events. */
  private ordered(bucket: OrderedBucket, findings: FindingCounts): Buffer {
    const { list, identifier, first, piles } = bucket;
    const length = lengthOf(bucket);
    const parts = piles
      .flatMap(({ place }, nth) => partsIn((this.piles[nth] ??= new PileReader()).read(place)))
      .toSorted((a, b) => a.order - b.order);
    if (this.elements.length < length) this.elements = Buffer.allocUnsafeSlow(length);
    let used = 0;
    for (const [nth, { bytes, found, start, end }] of parts.entries()) {
      if (found !== '') {
        for (const { rule, path, value } of JSON.parse(found) as PartFinding[])
          findings.add(finding(rule, identifier, `/${list}/${first + nth}${path}`, value));
      }
      used += bytes.copy(this.elements, used, start, end);
    }
    return this.elements.subarray(0, length);
  }
}

interface Part {
  readonly order: number;
  readonly found: string;
  /** Where its element stands. */
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

function partsIn(bytes: Buffer): Part[] {
  const parts: Part[] = [];
  for (let at = 0; at < bytes.length;) {
    const start = at + partHead + bytes.readUInt32LE(at + 8);
    const end = start + bytes.readUInt32LE(at + 12);
    const found = start === at + partHead ? '' : bytes.toString('utf8', at + partHead, start);
    parts.push({ order: bytes.readDoubleLE(at), found, bytes, start, end });
    at = end;
  }
  return parts;
}
