import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { accountKinds } from '#ledger/accounts';
import { day, figure } from '#domain/words/figures';
import { accountPhrase, sentence, vocabularies, wordOf } from '#domain/words/sentence';
import type { Language } from '#domain/field-errors';

const languages: readonly Language[] = ['en', 'es'];

describe('a figure', () => {
  test.each([
    ['30000.00', 'en', '30,000.00'],
    ['30000.00', 'es', '30.000,00'],
    ['1234.50', 'es', '1.234,50'],
    ['1234.50', 'es-CO', '1.234,50'],
    ['1234.50', 'es-MX', '1,234.50'],
    ['-0.05', 'es', '-0,05'],
    ['30000', 'es', '30.000'],
    ['1234.567', 'es', '1.234,567'],
    ['0.00024567', 'es', '0,00024567'],
    ['60', 'en', '60'],
    ['n/a', 'es', 'n/a'],
    ['1e5', 'es', '1e5'],
  ] as const)('%s is written for %s as %s', (text, locale, written) => {
    expect(figure(text, locale)).toBe(written);
  });

  test('keeps every digit, however long, and all decimals of its currency', () => {
    const amounts = fc
      .tuple(fc.boolean(), fc.bigInt({ min: 1n, max: 10n ** 24n }), fc.stringMatching(/^\d{0,12}$/))
      .map(([below, whole, decimals]) => `${below ? '-' : ''}${whole}${decimals === '' ? '' : `.${decimals}`}`);
    fc.assert(
      fc.property(amounts, fc.constantFrom('es', 'es-CO', 'es-MX', 'en', 'en-US'), (text, locale) => {
        expect(figure(text, locale).replaceAll(/[^\d]/g, '')).toBe(text.replaceAll(/[^\d]/g, ''));
      }),
    );
  });
});

test.each([
  ['2026-06-07', 'en', '7 June 2026'],
  ['2026-06-07', 'en-US', 'June 7, 2026'],
  ['2026-06-07', 'es', '7 de junio de 2026'],
  ['2026-06-07', 'en-TH', 'June 7, 2026'],
  ['2026-06', 'es', 'junio de 2026'],
  ['2026', 'es', '2026'],
  ['2026-13-40', 'es', '2026-13-40'],
] as const)('the day %s is written for %s as %s', (text, locale, written) => {
  expect(day(text, locale)).toBe(written);
});

describe('words agree', () => {
  const said = (template: string, facts: Record<string, string | string[]>): string => sentence(template, facts, facts, 'es');

  test.each(Object.entries(vocabularies.es.things))('what is said of %s takes its gender', (thing, { text, gender }) => {
    const found = said('{thing} {id} está {status}; será cerrad[o|a].', { thing, id: 'x', status: 'signed' });
    const ending = gender === 'f' ? 'a' : 'o';
    expect(found).toBe(`${text.charAt(0).toUpperCase()}${text.slice(1)} x está firmad${ending}; será cerrad${ending}.`);
  });

  test('an article says the gender, but for the minute: el acta is feminine', () => {
    for (const [thing, { text, gender }] of Object.entries(vocabularies.es.things))
      expect([thing, gender]).toEqual([thing, thing === 'minute' || /^(la|las|una) /.test(text) ? 'f' : 'm']);
  });

  test.each(
    languages.flatMap((language) => Object.keys(vocabularies[language].words).map((word) => [language, word] as const)),
  )('in %s, %s has both endings or needs none', (language, word) => {
    for (const gender of ['m', 'f'] as const) expect(wordOf(word, language, gender)).not.toMatch(/[[\]|{}]|\s\s|^\s|\s$/);
  });

  test('a noun of the template rules what is said of it', () => {
    expect(said('La propuesta está {standing:f}.', { standing: 'tied' })).toBe('La propuesta está empatada.');
    expect(said('Cuotas: {known:f}.', { known: [] })).toBe('Cuotas: ninguna.');
  });

  test('a state that one thing calls otherwise is called so', () => {
    expect(said('{thing} está {status}.', { thing: 'condition', status: 'open' })).toBe('La condición está pendiente.');
    expect(said('{thing} está {status}.', { thing: 'call', status: 'open' })).toBe('La convocatoria está abierta.');
  });

  test('a preposition melts into the article of a thing, never into an id', () => {
    expect(said('El fin de {thing} {id}.', { thing: 'fund', id: 'el' })).toBe('El fin del fondo el.');
    expect(said('Lo dijo a {thing}; de {id}.', { thing: 'body', id: 'el' })).toBe('Lo dijo al órgano; de el.');
    expect(said('El fin de {thing} {id}.', { thing: 'grant', id: 'x' })).toBe('El fin de la subvención x.');
  });

  test('of alternatives one will do, and e and u stand where y and o would not be heard', () => {
    expect(said('Debe estar {expected}.', { expected: 'signed, suspended' })).toBe('Debe estar firmado o suspendido.');
    expect(sentence('Tiene {known}.', { known: ['a', 'indirect'] }, { known: ['x'] }, 'es')).toBe('Tiene a e indirect.');
  });
});

describe('a fact is said as the example of its sentence', () => {
  test('so thousands of yen are a figure, and an id of digits is an id', () => {
    const examples = { amount: '30000.00', grant: 'g-wells' };
    expect(sentence('{grant}: JPY {amount}', { amount: '2000', grant: '2000' }, examples, 'es')).toBe('2000: JPY 2.000');
  });

  test('and an id that looks like a day is none', () => {
    expect(
      sentence('{grant} {date}', { grant: '2026-01-31', date: '2026-01-31' }, { grant: 'g', date: '2026-02-01' }, 'en'),
    ).toBe('2026-01-31 31 January 2026');
  });

  test('money of no earmark is called free', () => {
    const examples = { earmark: 'rural' };
    expect(sentence('in {earmark}', { earmark: 'rural' }, examples, 'en')).toBe('in earmark rural');
    expect(sentence('en {earmark}', { earmark: 'none' }, examples, 'es')).toBe('en recursos de libre destinación');
  });
});

describe('accounts of the chart', () => {
  test.each(Object.entries(accountKinds))('%s has its words, with each part of its key that it needs', (kind, { key }) => {
    const account = [kind, ...key.map((_, index) => `part${index}`)].join(':');
    for (const language of languages) {
      const phrase = accountPhrase(account, language);
      expect(phrase).not.toMatch(/[?{}:]/);
      expect(phrase).not.toBe(account);
    }
  });

  test('say whose money they hold', () => {
    expect(accountPhrase('unallocated:rural', 'en')).toBe('what is unallocated under earmark rural');
    expect(accountPhrase('committed:none:g-1', 'es')).toBe(
      'lo comprometido y no ordenado de la subvención g-1 en recursos de libre destinación',
    );
    expect(accountPhrase('payable:g-1', 'es')).toBe('lo aceptado por pagar de la subvención g-1');
  });
});
