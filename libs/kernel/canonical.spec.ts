import { expect, test } from '@jest/globals';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { type Json, canonical } from '#kernel/canonical';
import { type EventRecord, recordText } from '#kernel/record';

// The package's types speak of CommonJS; what arrives is the function.
const reference = canonicalize as unknown as (value: Json) => string;

test('agrees with an independent implementation of RFC 8785 on any JSON', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const json = JSON.parse(JSON.stringify(value)) as Json;
      expect(canonical(json)).toBe(reference(json));
    }),
    { numRuns: 1000 },
  );
});

test('the members of RFC 8785 3.2.3 sort by UTF-16 code units', () => {
  const members = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
  expect(Object.values(JSON.parse(canonical(members)) as object)).toHaveLength(7);
  expect(canonical(members)).toBe('{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}');
});

test('absent members are left out, and it is stable under parse and write', () => {
  expect(canonical({ b: undefined, a: [1, null, 'x'] })).toBe('{"a":[1,null,"x"]}');
});

test('a record is written as any other value', () => {
  const text = fc.string({ unit: 'binary-ascii' });
  const form = fc.record(
    {
      book: text,
      position: fc.nat(),
      stream: text,
      version: fc.nat(),
      type: text,
      schemaVersion: fc.nat(),
      valueDate: text,
      recordedAt: text,
      actor: fc.string({ unit: 'binary' }).filter((each) => each.isWellFormed()),
      authority: fc.record({ role: text, body: text, minute: text }, { requiredKeys: ['role'] }),
      commandId: text,
      correlationId: text,
      causationId: text,
      basis: fc.array(fc.record({ position: fc.nat(), book: text })),
      data: fc.dictionary(text, fc.jsonValue()),
    },
    {
      requiredKeys: [
        'book',
        'position',
        'stream',
        'version',
        'type',
        'schemaVersion',
        'valueDate',
        'recordedAt',
        'actor',
        'authority',
        'commandId',
        'data',
      ],
    },
  );
  fc.assert(
    fc.property(form, (each) => {
      const record = JSON.parse(JSON.stringify(each)) as unknown as EventRecord;
      expect(recordText(record)).toBe(reference(record as unknown as Json));
    }),
  );
});

test('records that follow each other are each written with their own actor and authority', () => {
  const names = fc.constantFrom('a', 'b', 'ñ');
  const authority = fc.record({ role: names, body: names, minute: names }, { requiredKeys: ['role'] });
  fc.assert(
    fc.property(fc.array(fc.record({ actor: names, authority, data: fc.constant({}) })), (list) => {
      for (const each of list) {
        const record = JSON.parse(JSON.stringify(each)) as Json;
        const rest = {
          book: 'f',
          position: 1,
          stream: 's:1',
          version: 1,
          type: 't',
          schemaVersion: 1,
          valueDate: 'd',
          recordedAt: 'r',
        };
        const whole = { ...rest, commandId: 'c', ...(record as object) };
        expect(recordText(whole as unknown as EventRecord)).toBe(reference(whole));
      }
    }),
  );
});

test.each([Number.NaN, Infinity, '\ud800', { '\udc00': 1 }, 1n as unknown as Json])('%p is refused', (value) => {
  expect(() => canonical(value)).toThrow(TypeError);
});
