import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { commands } from '#domain/domain';
import { policy } from '#domain/fund/fund-rules';
import { postedTypes } from '#ledger/postings';
import { findProjectRoot } from '#platform/project';
import { openApiDocument } from '../apps/api/openapi/document.js';

const text = readFileSync(join(findProjectRoot(), 'docs', 'demands.md'), 'utf8');
const quoted = [...text.matchAll(/`([^`\s]+)`/g)].map((match) => match[1]!);
const among = (pattern: RegExp): string[] => [...new Set(quoted.filter((word) => pattern.test(word)))].toSorted();

describe('what docs/demands.md names', () => {
  const named = among(/^[a-z-]+\.[a-z-]+$/).filter(
    (word) => !word.startsWith('policy.') && word !== 'stream.event' && word !== 'stream.command',
  );

  test('events and commands are there', () => {
    const known = new Set<string>([...postedTypes, ...commands.keys()]);
    expect(named.filter((word) => !known.has(word))).toEqual([]);
    expect(named.length).toBeGreaterThan(60);
  });

  test('rules of a fund are there', () => {
    const rules = among(/^policy\.(?!name$)/).map((word) => word.slice('policy.'.length));
    expect(rules.filter((rule) => !(rule in policy.shape))).toEqual([]);
    expect(rules.length).toBeGreaterThan(5);
  });

  test('addresses are there', () => {
    const addresses = new Set(Object.keys(openApiDocument()['paths'] as object).map((path) => path.replace('/v1', '')));
    expect(among(/^\/(?!v1$)/).filter((path) => !addresses.has(path))).toEqual([]);
  });

  test('each demand has its row', () => {
    const rows = [...text.matchAll(/^\| (S\d+a?) \|/gm)].map((match) => match[1]);
    expect(rows).toEqual([...Array.from({ length: 17 }, (_, index) => `S${index + 1}`), 'S17a']);
  });
});
