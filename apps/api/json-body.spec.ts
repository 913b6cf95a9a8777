import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { JsonFault, parseJson } from './json-body.js';

const read = (text: string): unknown => parseJson(Buffer.from(text));
const ruleOf = (text: string): string => {
  try {
    read(text);
  } catch (error) {
    if (error instanceof JsonFault) return error.rule;
    throw error;
  }
  return 'none';
};
const nested = (levels: number, space = ''): string => `${`[${space}`.repeat(levels)}${']'.repeat(levels)}`;

test('a value comes back as it was written, with white space or without', () => {
  fc.assert(
    fc.property(fc.jsonValue({ depthSize: 'medium' }), (value) => {
      // What JSON cannot say (-0) is said as it can.
      const text = JSON.stringify(value);
      if (text.includes('__proto__')) return;
      expect(read(text)).toEqual(JSON.parse(text));
      expect(read(JSON.stringify(value, null, 2))).toEqual(JSON.parse(text));
    }),
  );
});

describe.each([
  ['as JSON.stringify writes', (text: string) => text],
  ['with white space', (text: string) => text.replaceAll(/([{[,:])/g, '$1 ')],
])('a text %s is refused', (_, spaced) => {
  test.each([
    ['{"a":1,"a":1}', 'unique-name'],
    ['{"a":{"b":1,"b":2}}', 'unique-name'],
    ['{"\\u0061":1,"a":1}', 'unique-name'],
    ['{"__proto__":1}', 'forbidden-name'],
    ['{"\\u005f_proto__":1}', 'forbidden-name'],
    [nested(40), 'depth'],
    ['{"a":1', 'object-end'],
    ['{"a":01}', 'object-end'],
    ['[1,]', 'value'],
    ['[NaN]', 'value'],
  ])('%s', (text, rule) => {
    expect(ruleOf(spaced(text))).toBe(rule);
  });
});

test('a text as deep as is taken is taken either way, and one deeper is not', () => {
  expect([ruleOf(nested(32)), ruleOf(nested(32, ' '))]).toEqual(['none', 'none']);
  expect([ruleOf(nested(34)), ruleOf(nested(34, ' '))]).toEqual(['depth', 'depth']);
  expect(ruleOf(nested(33))).toBe(ruleOf(nested(33, ' ')));
});

test('numbers and order of members that JSON.stringify would write otherwise are read all the same', () => {
  expect(read('{"b":1.0,"2":[1e2],"1":-0}')).toEqual({ 1: -0, 2: [100], b: 1 });
});
