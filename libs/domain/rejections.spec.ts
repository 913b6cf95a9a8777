import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '#domain/field-errors';
import { type RejectionCode, refusalOf, rejectionCodes, rejectionText } from '#domain/rejections';
import { faultsOf } from '../../test/support/sentences.js';

/** Refusals that no decider of a stream gives. */
const elsewhere: Partial<Record<RejectionCode, string>> = {
  'if-match-fails': 'the store compares versions before it decides',
  'event-too-large': 'the store measures what it is about to write',
};

const here = dirname(fileURLToPath(import.meta.url));
const specs = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.spec.ts') && name !== 'rejections.spec.ts')
  .map((name) => readFileSync(join(here, name), 'utf8'));

describe('every refusal', () => {
  test.each(rejectionCodes)('%s is met by a test of its stream, or it is said where', (code) => {
    const met = specs.some((text) => text.includes(`rejects('${code}'`) || text.includes(`, '${code}', {`));
    expect([code, met || elsewhere[code] !== undefined]).toEqual([code, true]);
    expect([code, met && elsewhere[code] !== undefined]).toEqual([code, false]);
  });

  test.each(rejectionCodes)('%s can be shown to a reader of either language', (code) => {
    const { facts } = refusalOf(code);
    expect(faultsOf(code, facts, 'en')).toEqual([]);
    expect(faultsOf(code, facts, 'es')).toEqual([]);
  });

  test('no code stands in two areas', () => {
    const folder = join(here, 'refusals');
    const codes = readdirSync(folder).flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}'([a-z-]+)': \{/gm)].map((match) => match[1]!),
    );
    expect(codes.toSorted()).toEqual(rejectionCodes.toSorted());
  });

  test.each(rejectionCodes)('%s says the same facts in both languages', (code) => {
    const places = (language: Language): string[] =>
      [...new Set([...refusalOf(code)[language].matchAll(/\{(\w+)/g)].map((match) => match[1]!))].toSorted();
    expect(places('es')).toEqual(places('en'));
  });
});

describe('the sentence of a refusal', () => {
  test('speaks of things and states in the language of the reader', () => {
    const facts = { thing: 'grant', id: 'g-1', status: 'reversed', expected: 'signed' };
    expect(rejectionText('wrong-status', facts, 'en')).toBe('The grant g-1 is reversed; for this it has to be signed.');
    expect(rejectionText('wrong-status', facts, 'es')).toBe('La subvención g-1 está reversada; para esto debe estar firmada.');
  });

  test('says why an event is not reversed', () => {
    const facts = { position: 7, type: 'grant.signed', because: 'later-events' };
    expect(rejectionText('not-reversible', facts, 'en')).toBe(
      'Entry 7 of the book (grant.signed) cannot be reversed: later entries rest on it.',
    );
    expect(rejectionText('not-reversible', facts, 'es')).toBe(
      'El asiento 7 del libro (grant.signed) no se puede reversar: otros asientos se apoyan en él.',
    );
  });

  test('leaves ids, codes and figures as they are, at its beginning too', () => {
    expect(rejectionText('approver-is-requester', { actor: 'grant' }, 'es')).toMatch(/^grant lo solicitó/);
    expect(rejectionText('rate-not-needed', { currency: 'USD' }, 'en')).toMatch(/^USD is the home currency/);
  });

  test('lists what is known', () => {
    const facts = { earmark: 'roads', known: ['none', 'water'] };
    expect(rejectionText('earmark-unknown', facts, 'en')).toBe(
      'The fund has no earmark roads; its earmarks: none (free money) and water.',
    );
  });

  test('shows a fact that is missing, and is not led astray by inherited names', () => {
    expect(rejectionText('rate-not-needed', {}, 'en')).toMatch(/^\? is/);
    expect(rejectionText('wrong-status', { thing: 'toString', id: 'x', status: 'constructor', expected: 'y' }, 'es')).toContain(
      'constructor',
    );
  });
});
