import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Json, canonical } from '#kernel/canonical';
import { type RecordPlace, laidIn, sayingIn } from './iati-said.js';

/** A record with that data, between others. */
function placed(data: Json): RecordPlace {
  const before = Buffer.from('{"data":{"activity":"before"}}');
  const record = Buffer.from(
    canonical({ actor: 'ana "la \\" ñ', authority: { role: 'x', data: { activity: 'no' } }, data, position: 7, stream: 'a:b' }),
  );
  return { bytes: Buffer.concat([before, record, before]), start: before.length, end: before.length + record.length };
}

test('says what the data says, wherever else the same names stand', () => {
  const names = fc.constantFrom('activity', 'grant', 'instalment', 'lines', 'data', 'amount');
  const inner = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.array(fc.string()),
    fc.dictionary(names, fc.string()),
  );
  const ids = fc.stringMatching(/^[\w-]{1,20}$/);
  const data = fc
    .record({ activity: ids, grant: ids, instalment: ids }, { requiredKeys: [] })
    .chain((said) =>
      fc.dictionary(fc.constantFrom('lines', 'data', 'amount', 'a', 'z"'), inner).map((more) => ({ ...more, ...said })),
    );
  fc.assert(
    fc.property(data, (each) => {
      const { activity, grant, instalment } = each as Record<string, string | undefined>;
      expect(sayingIn(placed(each as Json))).toMatchObject(
        JSON.parse(JSON.stringify({ activity, grant, instalment })) as object,
      );
    }),
  );
});

test.each([
  { subject: { kind: 'activity', id: 'a-1' }, activity: 'a-2' },
  { for: { kind: 'grant', id: 'g-1' } },
  { against: { activity: 'a-1', grant: 'g-1', use: 'advance' }, grant: 'g-2' },
])('gives all of the data where it says more than that: %j', (data) => {
  expect(sayingIn(placed(data))).toEqual(data);
});

test('reads a record that is written in another way as well', () => {
  const record = Buffer.from('{ "data": { "grant" : "g-1", "activity": "a-1" } }');
  expect(sayingIn({ bytes: record, start: 0, end: record.length })).toEqual({ grant: 'g-1', activity: 'a-1' });
});

/** What is laid of a record, from its parts. */
function laidText({ bytes, start }: RecordPlace, places: readonly number[]): string {
  let text = places[0] === start ? '' : '{';
  for (let at = 0; at < places.length; at += 2) text += bytes.toString('utf8', places[at], places[at + 1]);
  return text;
}

test('lays all from the data on, without the members of that which are not read', () => {
  const names = ['activity', 'amount', 'grant', 'kind', 'lines', 'payee', 'z"'];
  const value = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.array(fc.dictionary(fc.constantFrom(...names), fc.string())),
  );
  const members = names.map((name) =>
    fc.tuple(fc.constant(name), name === 'activity' || name === 'grant' ? fc.string() : value),
  );
  fc.assert(
    fc.property(fc.tuple(...members), fc.subarray(names), fc.subarray(names.slice(0, -1)), (all, present, unread) => {
      const data = Object.fromEntries(all.filter(([name]) => present.includes(name)));
      const at = placed(data);
      const places: number[] = [];
      sayingIn(at, unread, places);
      const laid = JSON.parse(laidText(at, places)) as { data: object };
      const read = Object.fromEntries(Object.entries(data).filter(([name]) => !unread.includes(name)));
      // Without any member there is nothing to go through: it is laid as it is.
      expect(laid).toEqual({ data: present.length === 0 ? {} : read, position: 7, stream: 'a:b' });
    }),
  );
});

test('lays a record of whose data all is read from the data on, and one that is written in another way whole', () => {
  const at = placed({ subject: { kind: 'activity', id: 'a-1' } });
  const places: number[] = [];
  laidIn(at, places);
  expect(JSON.parse(laidText(at, places))).toEqual({
    data: { subject: { kind: 'activity', id: 'a-1' } },
    position: 7,
    stream: 'a:b',
  });
  const other = Buffer.from('{ "data": { "grant" : "g-1" } }');
  sayingIn({ bytes: other, start: 0, end: other.length }, ['grant'], places);
  expect(places).toEqual([0, other.length]);
});
