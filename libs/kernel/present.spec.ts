import { expect, test } from '@jest/globals';
import { present } from '#kernel/present';

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

test('what has nothing to leave out, or is no plain object, stays the very same', () => {
  const parts = { day: new Date(0), map: new Map([['a', undefined]]), list: [{ a: 1 }], act: () => 1 };
  const kept = present({ ...parts, gone: undefined });
  expect(kept).toStrictEqual(parts);
  expect(kept.day).toBe(parts.day);
  expect(kept.map).toBe(parts.map);
  expect(kept.list).toBe(parts.list);
  expect(kept.act()).toBe(1);
});

test('a member that the type must have, or does not know, does not compile', () => {
  // @ts-expect-error title is no member that a paper may lack
  present<Paper>({ title: undefined });
  // @ts-expect-error a paper has no author
  present<Paper>({ title: 'Minutes', author: 'A' });
});
