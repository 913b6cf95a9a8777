import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Json, canonical } from '#kernel/canonical';
import { glance } from '#kernel/canonical-bytes';
import { type Instant, microsOf } from '#kernel/time';
import { instantAt, wholeDateAt } from './fields-in-bytes.js';
import { RecordBytes } from './record-bytes.js';
import { type JsonObject, formFaults } from './record-form.js';

const samples = (
  JSON.parse(readFileSync('test/vectors/records.json', 'utf8')) as { records: { canonical: string }[] }
).records.map(({ canonical: text }) => JSON.parse(text) as JsonObject);
// Numbers that are not whole, names that are escaped and the like.
const plain = samples.filter(
  (record) => glance(Buffer.from(canonical(record)), 0, Buffer.byteLength(canonical(record))) !== 'unknown',
);
const usual: JsonObject = {
  ...samples[0]!,
  authority: { body: 'board', minute: 'acta-4', role: 'approver' },
  basis: [
    { book: 'registry', position: 128 },
    { book: 'other', position: 1 },
  ],
  causationId: 'c-1',
  correlationId: 'é',
};

/** Between other bytes: what stands beside must not matter. */
function read(text: string): RecordBytes | undefined {
  const bytes = Buffer.from(`{${text}}`, 'utf8');
  const places = new RecordBytes();
  return places.read(bytes, 1, bytes.length - 1) ? places : undefined;
}

const dayOf = (date: string): number => Date.parse(date) / 86_400_000 - 10_957;

function microsFrom2000(at: string): number {
  const micros = Number(microsOf(at as Instant) - 946_684_800_000_000n);
  return Number.isSafeInteger(micros) ? micros : Number.NaN;
}

/** What places say, as the record has it. */
function told(places: RecordBytes): Record<string, unknown> {
  const text = (from: number, to: number): string => places.bytes.toString('utf8', from, to);
  return {
    book: text(places.bookFrom, places.bookTo),
    commandId: text(places.commandFrom, places.commandTo),
    stream: text(places.streamFrom, places.streamTo),
    type: text(places.typeFrom, places.typeTo),
    basis: places.basisFrom === places.basisTo ? undefined : (JSON.parse(text(places.basisFrom, places.basisTo)) as Json),
    position: places.position,
    version: places.version,
    valueDay: places.valueDay,
    recordedAt: places.recordedAt,
  };
}

/** The same out of the parsed record. */
const said = ({ book, commandId, stream, type, basis, position, version, valueDate, recordedAt }: JsonObject) => ({
  book,
  commandId,
  stream,
  type,
  basis,
  position,
  version,
  valueDay: dayOf(valueDate as string),
  recordedAt: microsFrom2000(recordedAt as string),
});

test('what a record says is found in its bytes', () => {
  expect(plain.length).toBeGreaterThan(2);
  for (const record of [...plain, usual]) {
    const text = canonical(record);
    const places = read(text)!;
    expect(told(places)).toEqual(said(record));
    expect(places.text()).toBe(text);
    expect(places.namesNote).toBe(text.includes('"noteHash"'));
  }
});

test.each<[string, JsonObject]>([
  ['an empty actor', { actor: '' }],
  ['no authority', { authority: undefined }],
  ['a role that is empty', { authority: { role: '' } }],
  ['an authority of more', { authority: { role: 'approver', zone: 'x' } }],
  ['a basis of nothing', { basis: [] }],
  ['a basis of more', { basis: [{ book: 'registry', position: 1, root: 'x' }] }],
  ['a basis at no position', { basis: [{ book: 'registry', position: 0 }] }],
  ['a book that is no id', { book: 'a b' }],
  ['a book of 65 characters', { book: 'x'.repeat(65) }],
  ['an empty key', { commandId: '' }],
  ['a key beyond ASCII', { commandId: 'é' }],
  ['data that are a list', { data: [] }],
  ['a fraction in the data', { data: { a: 0.5 } }],
  ['position 0', { position: 0 }],
  ['a position as text', { position: '1' }],
  ['a day that there is not', { valueDate: '2023-02-29' }],
  ['an hour that there is not', { recordedAt: '2026-01-01T24:00:00.000000Z' }],
  ['a stream without a kind', { stream: 'x' }],
  ['a stream of three parts', { stream: 'a:b:c' }],
  ['a type that is escaped', { type: 'a"b' }],
  ['version 0', { version: 0 }],
  ['a member of another name', { zone: 1 }],
])('%s is for others to look into', (_, changed) => {
  const { ...record } = { ...usual, ...changed };
  for (const [name, value] of Object.entries(record)) if (value === undefined) delete (record as Record<string, unknown>)[name];
  expect(read(canonical(record))).toBeUndefined();
});

test('no record that is damaged passes for one that is right', () => {
  const texts = [...samples, usual].map((record) => Buffer.from(canonical(record)));
  const damage = fc.record({
    of: fc.constantFrom(...texts),
    at: fc.nat({ max: 2_000 }),
    cut: fc.nat({ max: 3 }),
    put: fc.string({ unit: fc.constantFrom(...Array.from('{}[]",:0123459aZ-\\ .é')), maxLength: 3 }),
  });
  fc.assert(
    fc.property(damage, ({ of, at, cut, put }) => {
      const from = at % of.length;
      const text = Buffer.concat([of.subarray(0, from), Buffer.from(put), of.subarray(from + cut)]).toString();
      const places = read(text);
      if (!places) return;
      const record = JSON.parse(text) as JsonObject;
      expect(canonical(record)).toBe(text);
      expect(formFaults(record)).toEqual([]);
      expect(told(places)).toEqual(said(record));
    }),
    { numRuns: 20_000 },
  );
});

test('days and moments are counted as everywhere', () => {
  const day = fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true });
  fc.assert(
    fc.property(day, fc.nat({ max: 999 }), (date, micros) => {
      const text = `${date.toISOString().slice(0, 23)}${String(micros).padStart(3, '0')}Z`;
      expect(wholeDateAt(Buffer.from(text), 0)).toBe(dayOf(text.slice(0, 10)));
      expect(instantAt(Buffer.from(text), 0)).toBe(microsFrom2000(text));
    }),
  );
  for (const text of [
    '0000-01-01',
    '2023-02-29',
    '1900-02-29',
    '2024-13-01',
    '2024-00-01',
    '2024-01-00',
    '2024-04-31',
    '2024/01/01',
  ])
    expect(wholeDateAt(Buffer.from(text), 0)).toBeNaN();
  expect(wholeDateAt(Buffer.from('2000-02-29'), 0)).toBe(59);
});
