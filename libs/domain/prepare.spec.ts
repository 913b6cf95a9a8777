import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { bookId } from '#kernel/ids';
import { localDate, instant } from '#kernel/time';
import { type Command, defineCommand } from '#domain/command';
import * as field from '#domain/fields';
import { prepare } from '#domain/prepare';

let seen: Command | undefined;
const definition = defineCommand({
  type: 'test.write',
  book: 'fund',
  roles: ['fund-manager'],
  shape: { reason: field.sealed(20), findings: z.array(z.strictObject({ id: field.id, text: field.sealed() })) },
  decide: (command) => {
    seen = command;
    return { events: [], valueDate: localDate('2026-03-02') };
  },
});
const request = (body: object, salt: Uint8Array = new Uint8Array(16).fill(7)) =>
  prepare({
    definition,
    book: bookId('fund-1'),
    key: 'k-1',
    actor: 'ana',
    role: 'fund-manager',
    body,
    now: instant('2026-03-02T15:00:00.000000Z'),
    salt,
    language: 'en',
  });
const body = {
  reason: 'Ana is ill',
  findings: [
    { id: 'f-1', text: 'Beto said so' },
    { id: 'f-2', text: 'Beto said so' },
  ],
  note: 'x',
};

describe('texts by or about persons', () => {
  test('are kept apart, and what decide sees is their salted hash', () => {
    const prepared = request(body);
    if ('wrong' in prepared) throw new Error('was to be right');
    prepared.decide(undefined as never);
    expect(JSON.stringify(seen)).not.toMatch(/Ana|Beto/);
    const { reason, findings } = seen!.body as { reason: string; findings: { text: string }[] };
    for (const { hash, salt, text } of prepared.contents) {
      expect(createHash('sha256').update(Buffer.from(salt, 'hex')).update(text, 'utf8').digest('hex')).toBe(hash);
    }
    const kept = new Map(prepared.contents.map((each) => [each.hash, each.text]));
    expect([reason, ...findings.map((each) => each.text)].map((hash) => kept.get(hash))).toEqual([
      'Ana is ill',
      'Beto said so',
      'Beto said so',
    ]);
    expect(kept.get(seen!.noteHash!)).toBe('x');
  });

  test('do not show that two of them are equal', () => {
    const prepared = request(body);
    expect('contents' in prepared && new Set(prepared.contents.map((each) => each.hash)).size).toBe(4);
  });

  test('are part of what was asked, whatever the salt', () => {
    const hashOf = (given: object, salt?: Uint8Array) =>
      (request(given, salt) as { requestHash: Buffer }).requestHash.toString('hex');
    expect(hashOf(body, new Uint8Array(16).fill(9))).toBe(hashOf(body));
    expect(hashOf({ ...body, reason: 'Ana is well' })).not.toBe(hashOf(body));
  });

  test('keep to their length', () => {
    expect(request({ ...body, reason: 'x'.repeat(21) })).toMatchObject({ wrong: [{ field: 'reason', rule: 'too-long' }] });
  });
});
