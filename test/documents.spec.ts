import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commands } from '#domain/domain';
import { policy } from '#domain/fund/fund-rules';
import { postedTypes } from '#ledger/postings';
import { findProjectRoot } from '#platform/project';
import { openApiDocument } from '../apps/api/openapi/document.js';

const read = (name: string): string => readFileSync(join(findProjectRoot(), 'docs', name), 'utf8');
const demands = read('demands.md');

/** What a document sets in `code` and has this form, each once. */
const among = (text: string, pattern: RegExp): string[] => {
  const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!);
  return [...new Set(quoted.filter((word) => pattern.test(word)))].toSorted();
};

describe.each([
  ['demands.md', 60],
  ['life-of-a-fund.md', 45],
])('what docs/%s names', (name, most) => {
  const text = read(name);
  const steps = [...text.matchAll(/-->[^:\n]*: (.+)$/gm)].flatMap((match) => match[1]!.split(', '));
  const named = [...among(text, /^[a-z-]+\.[a-z-]+$/), ...steps.filter((step) => step.includes('.'))].filter(
    (word) => !word.startsWith('policy.') && word !== 'stream.event' && word !== 'stream.command',
  );

  test('events and commands are there', () => {
    const known = new Set<string>([...postedTypes, ...commands.keys()]);
    expect(named.filter((word) => !known.has(word))).toEqual([]);
    expect(named.length).toBeGreaterThan(most);
  });

  test('rules of a fund are there', () => {
    const rules = among(text, /^policy\.(?!name$)/).map((word) => word.slice('policy.'.length));
    expect(rules.filter((rule) => !(rule in policy.shape))).toEqual([]);
    expect(rules.length).toBeGreaterThan(5);
  });
});

describe('what docs/demands.md names, too', () => {
  test('addresses are there', () => {
    const addresses = new Set(Object.keys(openApiDocument()['paths'] as object).map((path) => path.replace('/v1', '')));
    expect(among(demands, /^\/(?!v1$)/).filter((path) => !addresses.has(path))).toEqual([]);
  });

  test('each demand has its row', () => {
    const rows = [...demands.matchAll(/^\| (S\d+a?) \|/gm)].map((match) => match[1]);
    expect(rows).toEqual([...Array.from({ length: 17 }, (_, index) => `S${index + 1}`), 'S17a']);
  });
});
