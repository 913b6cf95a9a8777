import { expect, test } from '@jest/globals';
import { present } from './present.js';

interface Paper {
  readonly title: string;
  readonly address?: string;
  readonly pages?: readonly { readonly number: number; readonly text?: string }[];
}

test('undefined members are left out at every depth, in the order of those that stay', () => {
  const paper = present<Paper>({ title: 'Minutes', address: undefined, pages: [{ number: 1, text: undefined }] });
  expect(JSON.stringify(paper)).toBe('{"title":"Minutes","pages":[{"number":1}]}');
});

test('what is null, empty, nought or false stays', () => {
  expect(present({ a: null, b: '', c: 0, d: false, e: [] })).toStrictEqual({ a: null, b: '', c: 0, d: false, e: [] });
});

test('what is no plain object stays the very same', () => {
  const day = new Date(0);
  const map = new Map([['a', undefined]]);
  const kept = present({ day, map });
  expect(kept.day).toBe(day);
  expect(kept.map).toBe(map);
});

test('a member that the type must have, or does not know, does not compile', () => {
  // @ts-expect-error title is no member that a paper may lack
  present<Paper>({ title: undefined });
  // @ts-expect-error a paper has no author
  present<Paper>({ title: 'Minutes', author: 'A' });
});
