import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { appendAll, emptyFrontier, leafHash, rootOf } from '#audit/tree';
import { journalLine, parseJournalLine } from '#audit/verify-journal';
import { type Json, canonical } from '#kernel/canonical';

/*
 * Two verifiers that were written from docs/formats/journal.md alone and share no line with ours: what they say of our
 * journals is what an outsider would find.
 */

interface Outsider {
  readonly name: string;
  readonly command: readonly [string, string];
}
const hasPython = spawnSync('python3', ['--version']).status === 0;
const inNode: Outsider = {
  name: "the outsider's verifier in JavaScript",
  command: [process.execPath, 'test/outsider/verify-journal.mjs'],
};
const inPython: Outsider = {
  name: "the outsider's verifier in Python",
  command: ['python3', 'test/outsider/verify_journal.py'],
};
const outsiders = hasPython ? [inPython, inNode] : [inNode];
if (!hasPython) process.stderr.write('There is no python3 here: the outsider in JavaScript checks the journals alone.\n');

const folder = mkdtempSync(join(tmpdir(), 'ayni-outsider-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs an outsider on a journal; `rules` are what it found, in order. */
function run({ command: [program, script] }: Outsider, journal: string | Uint8Array, ...options: string[]) {
  const file = join(folder, 'journal.ndjson');
  writeFileSync(file, journal);
  const { status, stdout, stderr } = spawnSync(program, [script, file, ...options], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const lines = stdout.trimEnd().split('\n');
  const rules = lines.slice(0, -1).map((line) => /^(?:line \d+|end): ([a-z0-9-]+)/.exec(line)?.[1]);
  return { holds: status === 0, rules, head: lines.at(-1) };
}

const sample = readFileSync('test/vectors/sample.journal.ndjson');
const lines = sample.toString('utf8').trimEnd().split('\n');
const roots = (JSON.parse(readFileSync('test/vectors/records.json', 'utf8')) as { records: { root: string }[] }).records.map(
  ({ root }) => root,
);
const file = (changed: readonly string[]): string => changed.map((line) => `${line}\n`).join('');

type Loose = { readonly [member: string]: Json };
const rewritten = (record: Loose): string => journalLine(canonical(record), leafHash(canonical(record)));
const second = JSON.parse(parseJournalLine(lines[1]!)!.recordText) as Loose;
const changedSecond = (change: Loose): string => file(lines.with(1, rewritten({ ...second, ...change })));

/** A journal of our making whose data are any JSON that a record may carry. */
function anyJournal(count: number, seed: number): { readonly journal: string; readonly head: string } {
  const text = fc.string({ unit: 'binary', maxLength: 12 }).map((each) => each.replaceAll('\0', ''));
  const number = fc.maxSafeInteger().map((each) => (Object.is(each, -0) ? 0 : each));
  const { value } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(text, number, fc.boolean(), fc.constant(null)),
      fc.array(tie('value'), { maxLength: 5 }),
      fc.dictionary(text, tie('value'), { maxKeys: 6 }),
    ),
  }));
  const data = fc.sample(fc.dictionary(text, value, { maxKeys: 8 }), { numRuns: count, seed });
  const records = data.map((each, i) => {
    const at = (i + 1).toString().padStart(6, '0');
    const stream = `thing:t-${i % 7}`;
    const common = {
      book: 'b',
      type: 'thing.seen',
      schemaVersion: 1,
      actor: 'p',
      authority: { role: 'admin' },
      commandId: `k-${i}`,
    };
    const place = { position: i + 1, stream, version: Math.floor(i / 7) + 1 };
    return canonical({ ...common, ...place, valueDate: '2024-02-29', recordedAt: `2024-02-29T12:00:00.${at}Z`, data: each });
  });
  const leaves = records.map(leafHash);
  const root = rootOf(appendAll(emptyFrontier, 0, leaves), count).toString('hex');
  return { journal: file(records.map((record, i) => journalLine(record, leaves[i]!))), head: `${count} ${root}` };
}

describe.each(outsiders)('$name', (outsider) => {
  test('finds nothing wrong with the sample, and its root', () => {
    const heads = roots.flatMap((root, i) => ['--head', `${i + 1}:${root}`]);
    expect(run(outsider, sample, '--book', 'fondo-ayni', ...heads)).toEqual({ holds: true, rules: [], head: `8 ${roots[7]}` });
  });

  test('finds nothing wrong with a journal of any data, and the root that we give it', () => {
    const { journal, head } = anyJournal(300, 20_240_229);
    expect(run(outsider, journal)).toEqual({ holds: true, rules: [], head });
  });

  test('takes an empty file for an empty book', () => {
    const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(run(outsider, '')).toEqual({ holds: true, rules: [], head: `0 ${empty}` });
  });

  test.each<[string, string[], string | Uint8Array]>([
    ['an amount changed', ['leaf-hash'], sample.toString('utf8').replace('2000.00', '2000.01')],
    [
      'a leaf changed',
      ['leaf-hash'],
      file(
        lines.with(
          3,
          lines[3]!.replace(/.(?="\}$)/, (digit) => (digit === '0' ? '1' : '0')),
        ),
      ),
    ],
    [
      'a leaf in capitals',
      ['line', 'position', 'version'],
      file(
        lines.with(
          3,
          lines[3]!.replace(/[0-9a-f]{64}/, (hex) => hex.toUpperCase()),
        ),
      ),
    ],
    ['a byte that is not UTF-8', ['utf-8'], Buffer.concat([sample, Buffer.of(0xff, 0x0a)])],
    ['no line feed at the end', ['line'], sample.subarray(0, -1)],
    ['an empty line', ['line'], `${sample.toString('utf8')}\n`],
    ['a line gone', ['position'], file(lines.toSpliced(5, 1))],
    ['a line twice', ['position', 'version', 'recorded-at'], file(lines.toSpliced(3, 0, lines[3]!))],
    ['white space, hashed again', ['canonical'], file(lines.with(7, spaced(7)))],
    ['a member in another place, hashed again', ['canonical'], file(lines.with(7, moved(7)))],
    ['another book', ['book'], changedSecond({ book: 'fondo-otro' })],
    ['a version too high', ['version', 'version'], changedSecond({ version: 2 })],
    ['a time that does not rise', ['recorded-at'], changedSecond({ recordedAt: '2024-01-15T14:05:09.000000Z' })],
    ['a date that does not exist', ['member'], changedSecond({ valueDate: '2023-02-29' })],
    ['a strange member', ['member'], changedSecond({ remark: 'hello' })],
  ])('finds %s', (_, rules, journal) => expect(run(outsider, journal)).toMatchObject({ holds: false, rules }));

  test('finds a rewritten history and a cut end by the heads that it knows, and only so', () => {
    const changed = changedSecond({ actor: 'p-0000' });
    expect(run(outsider, changed)).toMatchObject({ holds: true });
    expect(run(outsider, changed, '--head', `3:${roots[2]}`)).toMatchObject({ holds: false, rules: ['head'] });
    expect(run(outsider, file(lines.slice(0, 7)), '--head', `8:${roots[7]}`)).toMatchObject({ holds: false, rules: ['head'] });
    expect(run(outsider, sample, '--book', 'registry').holds).toBe(false);
  });

  test('finds any one byte that is changed', () => {
    fc.assert(
      fc.property(fc.nat({ max: sample.length - 1 }), fc.nat({ max: 7 }), (at, bit) => {
        const changed = Buffer.from(sample);
        changed[at]! ^= 1 << bit;
        expect(run(outsider, changed).holds).toBe(false);
      }),
      { numRuns: 12 },
    );
  });
});

function spaced(index: number): string {
  const text = parseJournalLine(lines[index]!)!.recordText.replace(',', ', ');
  return journalLine(text, leafHash(text));
}

function moved(index: number): string {
  const { actor, ...rest } = JSON.parse(parseJournalLine(lines[index]!)!.recordText) as Loose;
  const text = JSON.stringify({ ...rest, actor });
  return journalLine(text, leafHash(text));
}
