import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Json, canonical } from '#kernel/canonical';
import { sayingIn } from './iati-said.js';

/** A record with that data, between others. */
function placed(data: Json): Parameters<typeof sayingIn> {
  const before = Buffer.from('{"data":{"activity":"before"}}');
  const record = Buffer.from(
    canonical({ actor: 'ana "la \\" ñ', authority: { role: 'x', data: { activity: 'no' } }, data, position: 7, stream: 'a:b' }),
  );
  return [Buffer.concat([before, record, before]), before.length, before.length + record.length];
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
      expect(sayingIn(...placed(each as Json))).toMatchObject(
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
  expect(sayingIn(...placed(data))).toEqual(data);
});

test('reads a record that is written in another way as well', () => {
  const record = Buffer.from('{ "data": { "grant" : "g-1", "activity": "a-1" } }');
  expect(sayingIn(record, 0, record.length)).toEqual({ grant: 'g-1', activity: 'a-1' });
});
