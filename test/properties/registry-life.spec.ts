import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { streamId } from '#kernel/ids';
import { registrationText } from '#domain/registry/registration';
import type { KnownPartner, PartnerState } from '#domain/registry/partner';
import type { PayeeAccounts } from '#domain/registry/payee-account';
import { capacityTable } from '#projections/capacity-register';
import { eventOf } from '#projections/event';
import { groupsFor, viewGroups } from '#projections/groups';
import { partnerTable } from '#projections/partner-directory';
import { payeeAccountTable } from '#projections/payee-account-register';
import { Rows } from '#projections/rows';
import { MemoryBook } from '../support/memory-book.js';

const book = 'registry';
const runs = process.env['AYNI_TEST_LONG'] === '1' ? { numRuns: 10_000 } : { numRuns: 300, seed: 20_260_302 };

/** Few ids and numbers, so that commands meet each other. */
const partnerId = fc.constantFrom('a', 'b', 'c', 'd');
const identifiers = fc.uniqueArray(
  fc.constantFrom(
    { agency: 'CO-NIT', id: '890900943' },
    { agency: 'HN-RTN', id: '05019002058739' },
    { agency: 'XM-DAC', id: '7' },
    { agency: 'XI-PB', id: 'gb/council' },
  ),
  { maxLength: 2, selector: registrationText },
);
const capacity = fc.constantFrom('wells', 'schools');
const account = fc.constantFrom('one', 'two', 'three');
const entry = fc.record({ partnerId, name: fc.constantFrom('Agua', 'Techo'), kind: fc.constant('ngo'), identifiers });

const command = (type: string, body: fc.Arbitrary<object>) => fc.tuple(fc.constant(type), body);
const act = fc.tuple(
  fc.oneof(
    { weight: 4, arbitrary: command('partner.register', entry) },
    { weight: 3, arbitrary: command('partner.amend', entry) },
    {
      weight: 3,
      arbitrary: command('partner.merge', fc.record({ partnerId, into: partnerId, ground: fc.constant('same-organisation') })),
    },
    command('partner.separate', fc.record({ partnerId })),
    command(
      'partner.suspend',
      fc.record({ partnerId, effect: fc.constantFrom('all', 'payments'), reason: fc.constant('other') }),
    ),
    command('partner.reinstate', fc.record({ partnerId })),
    command('partner.verify', fc.record({ partnerId, ground: fc.constant('visit') })),
    command(
      'partner.declare-capacity',
      fc.record({ partnerId, capacity, kind: fc.constant('training'), description: fc.constant({ es: 'Sabe' }) }),
    ),
    command('partner.withdraw-capacity', fc.record({ partnerId, capacity })),
    {
      weight: 3,
      arbitrary: command(
        'payee-account.propose',
        fc.record(
          {
            partnerId,
            account,
            country: fc.constant('CO'),
            currency: fc.constantFrom('COP', 'USD'),
            number: fc.constant('123'),
            bank: fc.constant('Banco'),
            replaces: account,
          },
          { requiredKeys: ['partnerId', 'account', 'country', 'currency', 'number', 'bank'] },
        ),
      ),
    },
    { weight: 3, arbitrary: command('payee-account.confirm', fc.record({ partnerId, account })) },
    command('payee-account.revoke', fc.record({ partnerId, account, reason: fc.constant('closed') })),
  ),
  fc.constantFrom('ana', 'beto'),
);

const partnersOf = (memory: MemoryBook) =>
  memory
    .states(book)
    .filter(([stream]) => stream.startsWith('partner:'))
    .map(([stream, state]) => [streamId(stream), state as PartnerState] as const)
    .filter((each): each is readonly [string, KnownPartner] => each[1].status !== 'absent');

/** The entry that stands for one; throws when mergers go in a circle. */
function standing(known: ReadonlyMap<string, KnownPartner>, id: string, steps = 0): string {
  if (steps > known.size) throw new Error(`mergers of ${id} go in a circle`);
  const into = known.get(id)?.into;
  return into === undefined ? id : standing(known, into, steps + 1);
}

/** What must be true of the registry after every command. */
function laws(memory: MemoryBook): void {
  const known = new Map(partnersOf(memory));
  for (const id of known.keys()) expect(known.get(standing(known, id))!.status).toBe('registered');
  for (const [stream, state] of memory.states(book)) {
    if (stream.startsWith('registration:')) {
      const { status, partner } = state as { readonly status: string; readonly partner?: string };
      if (status === 'held') expect(known.has(partner!)).toBe(true);
    }
    if (stream.startsWith('payee-account:')) {
      const confirmed = (state as PayeeAccounts).accounts.filter((each) => each.status === 'confirmed');
      expect(new Set(confirmed.map((each) => each.currency)).size).toBe(confirmed.length);
    }
  }
}

/** Each number that stands in an entry is held by one, and never by two that were not one at some time. */
function registrationsAreHeld(memory: MemoryBook): void {
  const held = new Map(
    memory
      .events(book)
      .filter((event) => event.type.startsWith('registration.'))
      .map((event) => [registrationText(event.data as never), event.type === 'registration.claimed'] as const),
  );
  for (const [, { data }] of partnersOf(memory))
    for (const each of data.identifiers) expect([each, held.get(registrationText(each))]).toEqual([each, true]);
}

/** The rows of the views say what the states say. */
function viewsAgree(memory: MemoryBook): void {
  const rows = new Rows();
  const views = groupsFor(viewGroups, book).flatMap((group) => group.views);
  for (const event of memory.events(book)) for (const view of views) view.apply(rows, eventOf(event));
  const known = partnersOf(memory);
  expect(rows.all(partnerTable).size).toBe(known.length);
  for (const [id, state] of known) {
    const row = rows.get(partnerTable, id)!;
    expect([row.name, row.mergedInto, row.suspension?.effect, row.verification?.ground]).toEqual([
      state.data.name,
      state.into ?? null,
      state.suspension?.effect,
      state.verification?.ground,
    ]);
    const inForce = [...rows.all(capacityTable).values()].filter(
      (each) => each['partnerId'] === id && each['withdrawnOn'] === null,
    );
    expect(inForce.map((each) => String(each['capacity'])).toSorted()).toEqual(
      state.capacities.map((each) => each.capacity).toSorted(),
    );
    const { accounts } = memory.state(book, `payee-account:${id}`) as PayeeAccounts;
    for (const each of accounts) expect(rows.get(payeeAccountTable, id, each.account)!.status).toBe(each.status);
  }
}

describe('whatever is done to the registry', () => {
  test(`its laws hold after every step of ${runs.numRuns} lives, and its views agree with them`, () => {
    const happened = new Set<string>();
    fc.assert(
      fc.property(fc.array(act, { minLength: 10, maxLength: 60, size: 'max' }), (life) => {
        const memory = new MemoryBook();
        for (const [[type, body], actor] of life) {
          const outcome = memory.submit(type, book, body as Readonly<Record<string, unknown>>, { actor });
          if (outcome.kind === 'invalid') throw new Error(`${type}: ${JSON.stringify(outcome)}`);
          if (outcome.kind === 'posted' && outcome.events.length > 0) happened.add(type);
          laws(memory);
        }
        registrationsAreHeld(memory);
        expect(memory.replayed().states(book)).toEqual(memory.states(book));
        viewsAgree(memory);
      }),
      runs,
    );
    // A run that never got anywhere would show nothing.
    expect(happened.size).toBe(12);
  });
});
