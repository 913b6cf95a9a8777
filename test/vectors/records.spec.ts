import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import { verifyConsistency, verifyInclusion } from '#audit/proof';
import { append, leafHash, rootOf } from '#audit/tree';
import { journalLine } from '#audit/verify-journal';
import { type EventRecord, recordText } from '#kernel/record';
import { mth } from '../../libs/audit/rfc6962.oracle.js';

interface Proof {
  readonly proof: string[];
}
const vectors = JSON.parse(readFileSync('test/vectors/records.json', 'utf8')) as {
  records: {
    why: string;
    input: EventRecord;
    canonical: string;
    bytes: number;
    leafHash: string;
    root: string;
    frontier: string[];
  }[];
  inclusion: (Proof & { index: number; size: number; leaf: string; root: string })[];
  consistency: (Proof & { firstSize: number; secondSize: number; firstRoot: string; secondRoot: string })[];
  contents: { salt: string; text: string; hash: string }[];
};
const { records } = vectors;
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

// Not in the file: who changes the vectors and their hashes together still meets this.
test('the root of the frozen records is the one that was frozen', () => {
  expect(records).toHaveLength(8);
  expect(records.at(-1)?.root).toBe('7cb3712274cecf13f4b1b16caa322386d564c6f9badf7d8513fcb15dac09d795');
});

describe.each(records)('$why', ({ input, canonical, bytes: length, leafHash: leaf, root, frontier }) => {
  const index = input.position - 1;

  test('our text, leaf, frontier and root are the frozen ones', () => {
    expect(recordText(input)).toBe(canonical);
    expect(leafHash(canonical).toString('hex')).toBe(leaf);
    const before = records[index - 1]?.frontier ?? [];
    const after = append(before.map(bytes), index, bytes(leaf));
    expect(after.map((hash) => hash.toString('hex'))).toEqual(frontier);
    expect(rootOf(after, index + 1).toString('hex')).toBe(root);
  });

  test('so are those of an implementation that shares no code with ours', () => {
    // The package's types speak of CommonJS; what arrives is the function.
    const text = (canonicalize as unknown as (value: unknown) => string)(input);
    const utf8 = Buffer.from(text, 'utf8');
    expect(text).toBe(canonical);
    expect(utf8).toHaveLength(length);
    expect(createHash('sha256').update(Buffer.of(0)).update(utf8).digest('hex')).toBe(leaf);
    expect(mth(records.slice(0, index + 1).map((each) => bytes(each.leafHash))).toString('hex')).toBe(root);
  });
});

test('the sample journal is these records, line by line', () => {
  const lines = records.map((record) => `${journalLine(record.canonical, bytes(record.leafHash))}\n`);
  expect(readFileSync('test/vectors/sample.journal.ndjson', 'utf8')).toBe(lines.join(''));
});

test.each(vectors.inclusion)('leaf $index is in the tree of $size', ({ index, size, leaf, root, proof }) => {
  expect(verifyInclusion({ index, size, leaf: bytes(leaf), root: bytes(root), proof: proof.map(bytes) })).toBe(true);
});

test.each(vectors.consistency)('the tree of $firstSize begins the tree of $secondSize', (vector) => {
  const { firstSize, secondSize, firstRoot, secondRoot, proof } = vector;
  const roots = { firstRoot: bytes(firstRoot), secondRoot: bytes(secondRoot) };
  expect(verifyConsistency({ firstSize, secondSize, ...roots, proof: proof.map(bytes) })).toBe(true);
});

test.each(vectors.contents)('the hash of "$text" stands in a record', ({ salt, text, hash }) => {
  expect(createHash('sha256').update(bytes(salt)).update(text, 'utf8').digest('hex')).toBe(hash);
  expect(bytes(salt)).toHaveLength(16);
  expect(records.some(({ input }) => (input.data as { noteHash?: string }).noteHash === hash)).toBe(true);
});

describe('docs/formats/journal.md', () => {
  const page = readFileSync('docs/formats/journal.md', 'utf8');
  const frozen = readFileSync('test/vectors/records.json', 'utf8');
  const sample = readFileSync('test/vectors/sample.journal.ndjson', 'utf8');
  const empty = createHash('sha256').digest('hex');

  test('every hash on the page is a frozen one', () => {
    const hashes = page.match(/\b[0-9a-f]{64}\b/g) ?? [];
    expect(new Set(hashes).size).toBe(19);
    expect(hashes.filter((hash) => hash !== empty && !frozen.includes(hash))).toEqual([]);
  });

  test('the lines on the page are lines of the sample', () => {
    const lines = page.split('\n').filter((line) => line.startsWith('{"actor"'));
    expect(lines).toHaveLength(2);
    expect(lines.filter((line) => !sample.split('\n').includes(line))).toEqual([]);
  });

  test('the table of the tree is the frozen one', () => {
    for (const [i, { bytes: length, leafHash: leaf, root }] of records.entries()) {
      expect(page).toContain(`| ${i + 1} | ${length} | \`${leaf}\` | \`${root}\` |`);
    }
  });

  test('the posting proof on the page is of the sample', () => {
    const proof = JSON.parse(page.split('\n').find((line) => line.startsWith('{"book"'))!) as {
      events: { position: number; stream: string; version: number; leafHash: string }[];
      treeSize: number;
      root: string;
    };
    expect(records[proof.treeSize - 1]?.root).toBe(proof.root);
    for (const { position, stream, version, leafHash: leaf } of proof.events) {
      expect(records[position - 1]).toMatchObject({ leafHash: leaf, input: { position, stream, version } });
    }
  });
});
