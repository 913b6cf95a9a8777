import { describe, expect, test } from '@jest/globals';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RejectionCode, refusalOf, rejectionCodes, rejectionText } from '#domain/rejections';

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

  test.each(rejectionCodes)('%s comes with the figures that its sentence names', (code) => {
    const { facts } = refusalOf(code);
    expect(rejectionText(code, facts, 'en')).not.toMatch(/\?/);
    expect(rejectionText(code, facts, 'es')).not.toMatch(/\?/);
  });

  test('no code stands in two areas', () => {
    const folder = join(here, 'refusals');
    const codes = readdirSync(folder).flatMap((name) =>
      [...readFileSync(join(folder, name), 'utf8').matchAll(/^ {2}'([a-z-]+)': \{/gm)].map((match) => match[1]!),
    );
    expect(codes.toSorted()).toEqual(rejectionCodes.toSorted());
  });

  test.each(rejectionCodes)('%s says the same figures in both languages', (code) => {
    // A fact without a value shows as `?`: the number of them is the number of places.
    const places = (language: 'en' | 'es'): number => rejectionText(code, {}, language).split('?').length;
    expect(places('es')).toBe(places('en'));
  });
});

describe('the sentence of a refusal', () => {
  test('speaks of things and states in the language of the reader', () => {
    const facts = { thing: 'grant', id: 'g-1', status: 'reversed', expected: 'signed' };
    expect(rejectionText('wrong-status', facts, 'en')).toBe('The grant g-1 is reversed; this needs one that is signed.');
    expect(rejectionText('wrong-status', facts, 'es')).toBe('La subvención g-1 está en estado reversado; se requiere firmada.');
  });

  test('says why an event is not reversed', () => {
    const facts = { position: 7, type: 'grant.signed', because: 'later-events' };
    expect(rejectionText('not-reversible', facts, 'en')).toBe(
      'The event at position 7 (grant.signed) cannot be reversed: later events rest on it.',
    );
    expect(rejectionText('not-reversible', facts, 'es')).toBe(
      'El evento en la posición 7 (grant.signed) no se puede reversar: otros hechos se apoyan en él.',
    );
  });

  test('leaves ids, codes and figures as they are, at its beginning too', () => {
    expect(rejectionText('approver-is-requester', { actor: 'grant' }, 'es')).toMatch(/^grant lo solicitó/);
    expect(rejectionText('rate-not-needed', { currency: 'USD' }, 'en')).toMatch(/^USD is the home currency/);
  });

  test('lists what is known', () => {
    const facts = { earmark: 'roads', known: ['none', 'water'] };
    expect(rejectionText('earmark-unknown', facts, 'en')).toBe('The fund has no earmark roads; it has none, water.');
  });

  test('shows a fact that is missing, and is not led astray by inherited names', () => {
    expect(rejectionText('rate-not-needed', {}, 'en')).toMatch(/^\? is/);
    expect(rejectionText('wrong-status', { thing: 'toString', id: 'x', status: 'constructor', expected: 'y' }, 'es')).toContain(
      'constructor',
    );
  });
});
