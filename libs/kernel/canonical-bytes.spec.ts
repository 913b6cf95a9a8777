import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Json, canonical } from '#kernel/canonical';
import { type Glance, glance } from '#kernel/canonical-bytes';

const ofText = (text: string): Glance => {
  // Between other bytes: what stands beside must not matter.
  const bytes = Buffer.from(`{"${text}"}`, 'utf8');
  return glance(bytes, 2, bytes.length - 2);
};

/** Whether a text is canonical, by writing it anew. */
function isCanonical(text: string): boolean {
  try {
    return canonical(JSON.parse(text) as Json) === text;
  } catch {
    return false;
  }
}

test.each<[string, Glance]>([
  ['{}', 'plain-ascii'],
  ['[]', 'plain-ascii'],
  ['[1,-1,0,999999999999999,true,false,null,"",{"a":[],"b":{}}]', 'plain-ascii'],
  ['{"a":1,"aa":2,"b":{"a":1}}', 'plain-ascii'],
  ['"\\"\\\\\\b\\f\\n\\r\\t/"', 'plain-ascii'],
  ['"Fundación 水 😀"', 'plain'],
  ['{"a":"é","b":1}', 'plain'],
])('%s is %s', (text, expected) => {
  expect(ofText(text)).toBe(expected);
  expect(isCanonical(text)).toBe(true);
});

test.each([
  ['members that do not rise', '{"b":1,"a":2}'],
  ['a member twice', '{"a":1,"a":1}'],
  ['a longer name before its beginning', '{"aa":1,"a":2}'],
  ['white space', '{"a": 1}'],
  ['white space at the end', '{"a":1} '],
  ['a line feed as it stands', '"a\nb"'],
  ['an escape that need not be', '"\\/"'],
  ['a character by its number', '"\\u0041"'],
  ['a number with a plus', '[+1]'],
  ['a zero before digits', '[01]'],
  ['minus zero', '[-0]'],
  ['a fraction of zero', '[1.0]'],
  ['an exponent', '[1e2]'],
  ['a comma at the end', '[1,]'],
  ['a comma at the end of members', '{"a":1,}'],
  ['no comma', '[1 2]'],
  ['no value', '{"a":}'],
  ['no name', '{1:2}'],
  ['an end too early', '{"a":[1,2'],
  ['a text without end', '"abc'],
  ['a word cut short', 'tru'],
  ['a word with more', 'truex'],
  ['nothing', ''],
  ['two values', '1,2'],
])('%s is not plain', (_, text) => {
  expect(isCanonical(text)).toBe(false);
  expect(ofText(text)).toBe('unknown');
});

test.each([
  ['a control character by its number', '"\\u0001"'],
  ['a name beyond ASCII', '{"é":1}'],
  ['a name with an escape', '{"\\"":1}'],
  ['a fraction', '[1.5]'],
  ['an integer of 16 digits', '[9007199254740991]'],
  ['deeper nesting', `${'['.repeat(40)}${']'.repeat(40)}`],
])('%s is left to the writer, canonical though it is', (_, text) => {
  expect(isCanonical(text)).toBe(true);
  expect(ofText(text)).toBe('unknown');
});

test('whatever is called plain is what the writer writes, and has whole numbers alone', () => {
  const json = fc.jsonValue({ stringUnit: 'binary' }).map((value) => canonical(JSON.parse(JSON.stringify(value)) as Json));
  // Canonical JSON with one byte changed, put in or taken out: mostly broken in a small way.
  const damaged = fc
    .tuple(
      json,
      fc.nat(),
      fc.constantFrom('', ' ', '"', ',', ':', '{', '}', '[', ']', '0', '1', '-', '.', 'e', '\\', 'a', 'é'),
      fc.nat({ max: 1 }),
    )
    .map(
      ([text, at, put, taken]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + taken),
    );
  fc.assert(
    fc.property(fc.oneof(json, damaged), (text) => {
      if (!text.isWellFormed()) return;
      const seen = ofText(text);
      if (seen === 'unknown') return;
      expect(isCanonical(text)).toBe(true);
      // eslint-disable-next-line no-control-regex
      expect(seen === 'plain-ascii').toBe(/^[\0-\x7f]*$/.test(text));
      expect(numbersOf(JSON.parse(text) as Json).every(Number.isSafeInteger)).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

const numbersOf = (value: Json | undefined): unknown[] => {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? (Object.values(value) as Json[]).flatMap(numbersOf) : [];
};

test('records are plain but for what is rare in them', () => {
  const lines = readFileSync('test/vectors/sample.journal.ndjson', 'utf8').trimEnd().split('\n');
  const seen = lines.map((line) => ofText(line.replace(/,"leafHash":"[0-9a-f]{64}"\}$/, '}')));
  // Three of the eight hold what is rare: names beyond ASCII, a control character, the largest integer.
  expect(seen.filter((each) => each === 'unknown')).toHaveLength(3);
});
