import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { verifyJournalFile } from '#audit/journal-file';
import { emptyRoot, leafHash } from '#audit/tree';
import { type JournalFinding, type JournalRule, JournalVerifier, journalLine, parseJournalLine } from '#audit/verify-journal';
import { type Json, canonical } from '#kernel/canonical';

const sample = readFileSync('test/vectors/sample.journal.ndjson');
const lines = sample.toString('utf8').trimEnd().split('\n');
const roots = (JSON.parse(readFileSync('test/vectors/records.json', 'utf8')) as { records: { root: string }[] }).records.map(
  ({ root }) => root,
);
type Loose = { [member: string]: Json };
const recordOf = (line: string): Loose => JSON.parse(parseJournalLine(line)!.recordText) as Loose;
const lineOf = (record: Loose): string => lineOfText(canonical(record));
const lineOfText = (text: string): string => journalLine(text, leafHash(text));

async function check(file: Uint8Array | string, expectation = {}, chunkSize = Infinity) {
  const bytes = Buffer.from(file);
  const findings: JournalFinding[] = [];
  const chunks = function* () {
    for (let at = 0; at < bytes.length; at += chunkSize) yield bytes.subarray(at, at + chunkSize);
  };
  const summary = await verifyJournalFile(chunks(), expectation, (finding) => findings.push(finding));
  expect(summary.findings).toBe(findings.length);
  return { summary, findings, rules: findings.map(({ rule }) => rule) };
}

/** The rules that a journal of these lines breaks. */
const rulesOf = async (changed: readonly string[], expectation = {}): Promise<JournalRule[]> =>
  (await check(changed.map((line) => `${line}\n`).join(''), expectation)).rules;

test('a line is the record and its leaf, and can be taken apart again', () => {
  const text = '{"version":1}';
  const line = journalLine(text, leafHash(text));
  expect(line).toBe(`{"version":1,"leafHash":"${leafHash(text).toString('hex')}"}`);
  expect(parseJournalLine(line)).toEqual({ recordText: text, leafHash: leafHash(text).toString('hex') });
  for (const other of ['', text, line.slice(1), line.toUpperCase(), `${line} `, `${line}\r`, line.replace(/..$/, '}')]) {
    expect(parseJournalLine(other)).toBeUndefined();
  }
});

test.each([1, 7, 79, 4096, Infinity])(
  'the sample holds, with size, root and every head on the way (chunks of %p)',
  async (size) => {
    const heads = roots.map((root, i) => ({ size: i + 1, root }));
    const { summary, findings } = await check(
      sample,
      { book: 'fondo-ayni', heads: [{ size: 0, root: emptyRoot.toString('hex') }, ...heads] },
      size,
    );
    expect(findings).toEqual([]);
    expect(summary).toEqual({ size: 8, root: roots[7], lines: 8, findings: 0 });
  },
);

test('an empty file is an empty book', async () => {
  expect((await check('')).summary).toEqual({ size: 0, root: emptyRoot.toString('hex'), lines: 0, findings: 0 });
});

test('a finding names line, position, rule, and what should be there', () => {
  const verifier = new JournalVerifier();
  expect(verifier.add(lines[0]!)).toEqual([]);
  expect(verifier.add(lines[2]!)).toEqual([{ line: 2, position: 3, rule: 'position', expected: '2', found: '3' }]);
});

describe('any one byte', () => {
  test('of the sample, with a bit turned, is found', async () => {
    const missed: number[] = [];
    for (let at = 0; at < sample.length; at++) {
      const changed = Buffer.from(sample);
      changed[at]! ^= 1 << (at % 8);
      const { findings } = await check(changed);
      if (findings.length === 0) missed.push(at);
    }
    expect(missed).toEqual([]);
  });

  test('changed, taken out, put in or doubled is found', async () => {
    const anyChange = fc.record({
      how: fc.constantFrom('change', 'take-out', 'put-in', 'double'),
      at: fc.nat({ max: sample.length - 1 }),
      byte: fc.oneof(fc.nat({ max: 255 }), fc.constantFrom(0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x30, 0x7d, 0xef)),
    });
    await fc.assert(
      fc.asyncProperty(anyChange, async ({ how, at, byte }) => {
        fc.pre(how !== 'change' || sample[at] !== byte);
        const middle = { change: [byte], 'take-out': [], 'put-in': [byte, sample[at]!], double: [sample[at]!, sample[at]!] }[
          how
        ];
        const changed = Buffer.concat([sample.subarray(0, at), Buffer.from(middle), sample.subarray(at + 1)]);
        expect((await check(changed)).findings).not.toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});

const without = (record: Loose, name: string): Loose =>
  Object.fromEntries(Object.entries(record).filter(([each]) => each !== name));

describe('a line that was hashed again after', () => {
  /** The sample with the second record changed and its line made anew. */
  const withSecond = (change: (record: Loose) => Loose): string[] => lines.with(1, lineOf(change(recordOf(lines[1]!))));
  const second = recordOf(lines[1]!);

  test.each<[string, JournalRule[], (record: Loose) => Loose]>([
    ['another book', ['book'], (record) => ({ ...record, book: 'fondo-otro' })],
    ['a position too high', ['position', 'position'], (record) => ({ ...record, position: 20 })],
    ['a position that is a text', ['member', 'position'], (record) => ({ ...record, position: '2' })],
    ['a version too high', ['version', 'version'], (record) => ({ ...record, version: 2 })],
    ['another stream', ['version'], (record) => ({ ...record, stream: 'contribution:c-2' })],
    ['a stream without kind', ['member', 'version'], (record) => ({ ...record, stream: 'c-1' })],
    [
      'the recorded time of the line before',
      ['recorded-at'],
      (record) => ({ ...record, recordedAt: '2024-01-15T14:05:09.000000Z' }),
    ],
    ['a recorded time after the next', ['recorded-at'], (record) => ({ ...record, recordedAt: '2024-03-01T00:00:00.000002Z' })],
    ['a recorded time in milliseconds', ['member'], (record) => ({ ...record, recordedAt: '2024-02-29T23:59:59.999Z' })],
    ['a value date that does not exist', ['member'], (record) => ({ ...record, valueDate: '2023-02-29' })],
    ['a member more', ['member'], (record) => ({ ...record, remark: 'hello' })],
    ['no actor', ['member'], (record) => without(record, 'actor')],
    ['an actor of nothing', ['member'], (record) => ({ ...record, actor: '' })],
    ['a correlation of null', ['member'], (record) => ({ ...record, correlationId: null })],
    ['no role', ['member'], (record) => ({ ...record, authority: {} })],
    ['more authority', ['member'], (record) => ({ ...record, authority: { role: 'admin', rank: 'first' } })],
    ['a basis without position', ['member'], (record) => ({ ...record, basis: [{ book: 'registry' }] })],
    ['a basis that is a number', ['member'], (record) => ({ ...record, basis: [1] })],
    ['data that are a list', ['member'], (record) => ({ ...record, data: [] })],
    ['a fraction in data', ['member'], (record) => ({ ...record, data: { share: [{ of: 0.5 }] } })],
    ['another amount, in good form', [], (record) => ({ ...record, data: { money: { amount: '9.00', currency: 'USD' } } })],
  ])('%s', async (_, rules, change) => expect((await rulesOf(withSecond(change))).toSorted()).toEqual(rules));

  test.each<[string, JournalRule[], string]>([
    ['white space', ['canonical'], canonical(second).replace(':', ': ')],
    ['members in another order', ['canonical'], JSON.stringify({ version: 1, ...without(second, 'version') })],
    ['an escape that need not be', ['canonical'], canonical(second).replace('Acta', '\\u0041cta')],
    ['a number with a fraction of zero', ['canonical'], canonical(second).replace('"version":1', '"version":1.0')],
    ['a member twice', ['canonical'], canonical(second).replace('"version":1', '"version":1,"version":1')],
    ['a lone surrogate', ['canonical'], canonical(second).replace('Acta', '\\ud83cActa')],
    [
      'a number past 2^53',
      ['canonical', 'member'],
      canonical(second).replace('"earmark":"none"', '"earmark":9007199254740993'),
    ],
    ['no JSON', ['canonical', 'position', 'version'], '{"version":1,}'],
    [
      'nesting deeper than a stack',
      ['canonical', 'position', 'version'],
      `{"data":${'['.repeat(30_000)}${']'.repeat(30_000)}}`,
    ],
  ])('%s', async (_, rules, text) => expect((await rulesOf(lines.with(1, lineOfText(text)))).toSorted()).toEqual(rules));
});

test('lines that are gone, doubled or exchanged are found', async () => {
  expect(await rulesOf(lines.slice(1))).toEqual(['position', 'version']);
  expect(await rulesOf(lines.toSpliced(5, 1))).toEqual(['position']);
  expect(await rulesOf(lines.toSpliced(3, 0, lines[3]!))).toEqual(['position', 'version', 'recorded-at']);
  expect(await rulesOf(lines.with(4, lines[5]!).with(5, lines[4]!))).toContain('position');
  expect(await rulesOf(lines.with(4, ''))).toEqual(['line', 'position', 'version']);
});

describe('against heads that are known from elsewhere', () => {
  const heads = [{ size: 8, root: roots[7]! }];

  test('lines missing at the end are found', async () => expect(await rulesOf(lines.slice(0, 7), { heads })).toEqual(['head']));
  test('a history that was rewritten whole is found, at the first head after the change', async () => {
    const changed = lines.with(2, lineOf({ ...recordOf(lines[2]!), actor: 'p-0000' }));
    const all = roots.map((root, i) => ({ size: i + 1, root }));
    expect(await rulesOf(changed)).toEqual([]);
    const { findings } = await check(changed.map((line) => `${line}\n`).join(''), { heads: all });
    expect(findings.map(({ rule, position }) => [rule, position])).toEqual([3, 4, 5, 6, 7, 8].map((at) => ['head', at]));
  });
  test('two heads of one size are both judged', async () => {
    const other = { size: 4, root: roots[4]! };
    expect(await rulesOf(lines, { heads: [...heads, { size: 4, root: roots[3]! }, other] })).toEqual(['head']);
  });
  test('an empty tree has one root', async () =>
    expect(await rulesOf(lines, { heads: [{ size: 0, root: roots[0]! }] })).toEqual(['head']));
  test('the book is the one asked for', async () => {
    expect(new Set(await rulesOf(lines, { book: 'registry' }))).toEqual(new Set(['book']));
  });
});

test('a last line without its end is found', async () => {
  expect((await check(sample.subarray(0, -1))).rules).toEqual(['line']);
  expect((await check(sample.subarray(0, -2))).rules).toEqual(['line', 'line']);
});
