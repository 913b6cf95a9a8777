import { describe, expect, test } from '@jest/globals';
import { languageOf, localeOf } from './language.js';
import { type ProblemCode, problemKinds } from './problem-codes.js';
import { Problem, factsOf, problemBody } from './problem.js';

const codes = Object.keys(problemKinds) as ProblemCode[];

describe('every problem', () => {
  test.each(codes)('%s has a title and a detail in both languages', (code) => {
    const [en, es] = (['en', 'es'] as const).map((language) => problemBody(new Problem(code, factsOf(code)), language));
    for (const body of [en!, es!]) {
      expect(body['title']).toMatch(/^\p{Lu}[^[\]{}?|]{3,79}[^.\s]$/u);
      expect(body['detail']).toMatch(/^[^[\]{}?|]+\.$/u);
      expect(body['detail']).not.toMatch(/\s\s|\s[.,;:]/);
    }
    expect(es!['title']).not.toBe(en!['title']);
    expect({ ...es, title: '', detail: '' }).toEqual({ ...en, title: '', detail: '' });
  });
});

test('the region of the reader writes the figures, and the facts are the same for every reader', () => {
  const facts = { account: 'payable:g-1', currency: 'COP', needed: '1234567.50', available: '0.00' };
  const told = (locale: 'es-CO' | 'es-MX') => problemBody(new Problem('balance-too-low', facts), locale);
  expect(told('es-CO')).toMatchObject({
    detail: 'Esto requiere COP 1.234.567,50 de lo aceptado por pagar de la subvención g-1; hay disponibles 0,00.',
    ...facts,
  });
  expect(told('es-MX')).toMatchObject({
    detail: 'Esto requiere COP 1,234,567.50 de lo aceptado por pagar de la subvención g-1; hay disponibles 0.00.',
    ...facts,
  });
});

test.each([
  [undefined, 'en'],
  ['es', 'es'],
  ['es-CO,es;q=0.9,en;q=0.8', 'es-CO'],
  ['es;q=0.9, es-mx', 'es-MX'],
  ['es-419, en;q=0.5', 'es-419'],
  ['es-Latn-GT', 'es-GT'],
  ['en-US, es;q=0.9', 'en-US'],
  ['pt-BR, es;q=0.7, en;q=0.3', 'es'],
  ['fr', 'en'],
  ['*', 'en'],
  ['es-u-nu-arab', 'es'],
  ['', 'en'],
  ['x'.repeat(600), 'en'],
] as const)('who accepts %p reads %s', (accepted, locale) => {
  expect(localeOf(accepted)).toBe(locale);
  expect(languageOf(accepted)).toBe(locale.slice(0, 2));
});
