import { expect, test } from '@jest/globals';
import { around } from './regions.js';

test('a country is found by its regions, and a part of it too', () => {
  expect(around('CO')).toEqual(['CO', '489', '498']);
  expect(around('HN')).toEqual(['HN', '389', '498', '1032']);
  expect(around('CO-ANT')).toEqual(['CO-ANT', '489', '498']);
});

test('a region is found by its countries and by regions inside of it', () => {
  expect(around('1032')).toEqual(expect.arrayContaining(['1032', 'HN', 'GT']));
  expect(around('389')).toEqual(expect.arrayContaining(['389', '1031', '1032', 'HT', 'MX']));
  expect(around('489')).not.toContain('498');
});

test('elsewhere a territory stands for itself', () => {
  expect(around('NL')).toEqual(['NL']);
  expect(around('298')).toEqual(['298']);
});
