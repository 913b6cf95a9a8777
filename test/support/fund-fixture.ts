import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { commands } from '#domain/domain';
import { prepare } from '#domain/prepare';
import { type EventStoreOptions, EventStore } from '#event-store/event-store';
import type { Outcome, PostingProof } from '#event-store/outcome';
import { type BookId, bookId, registryBook } from '#kernel/ids';
import { type Instant, instant } from '#kernel/time';
import { bookRules } from '#runtime/book-rules';

/** The clock of tests: noon of a day after everything that they date. */
export const noon: Instant = instant('2026-06-30T12:00:00.000000Z');

/** Gives commands to a store as the edge would. */
export class Poster {
  private count = 0;
  private readonly prefix = randomBytes(4).toString('hex');

  constructor(
    readonly store: EventStore,
    readonly book: BookId,
  ) {}

  /** Submits one command; `key` is new each time unless given. Throws when the form is wrong. */
  post(
    type: string,
    body: object,
    { actor = 'maria', key, book }: { actor?: string; key?: string; book?: BookId } = {},
  ): Promise<Outcome> {
    const definition = commands.get(type);
    if (!definition) throw new RangeError(`no command ${type}`);
    const prepared = prepare({
      definition,
      book: book ?? (definition.book === 'registry' ? registryBook : this.book),
      key: key ?? `${this.prefix}-${(this.count += 1)}`,
      actor,
      role: definition.roles[0]!,
      body,
      now: noon,
      salt: randomBytes(16),
      language: 'en',
    });
    if ('wrong' in prepared) throw new Error(JSON.stringify(prepared.wrong));
    return this.store.submit(prepared);
  }

  /** As `post`, for a command that has to succeed. */
  async done(type: string, body: object, options: Parameters<Poster['post']>[2] = {}): Promise<PostingProof> {
    const outcome = await this.post(type, body, options);
    if (outcome.kind !== 'posted') throw new Error(`${type} was refused: ${JSON.stringify(outcome)}`);
    return outcome.proof;
  }
}

export const usd = (amount: string) => ({ amount, currency: 'USD' });

/** A store on a login of the serving role. The caller closes the pool. */
export function openStore(bookUrl: string, options: Partial<EventStoreOptions> = {}): { store: EventStore; pool: pg.Pool } {
  const pool = new pg.Pool({ connectionString: bookUrl, max: 4, pipeline: true });
  // A connection that the server cuts while it is idle is replaced at the next use.
  pool.on('error', () => undefined);
  return { pool, store: new EventStore({ pool, rules: bookRules, origin: 'test.example', ...options }) };
}

/**
 * A fund in USD with a contribution of `received`, an activity that `csa` executes, an allocation and, where `granted` is
 * given, a signed grant `g1` in one instalment.
 */
export async function openFund(
  store: EventStore,
  {
    book = 'fund-1',
    received = '100000.00',
    allocated = received,
    granted,
  }: {
    book?: string;
    received?: string;
    allocated?: string;
    granted?: string;
  } = {},
): Promise<Poster> {
  const poster = new Poster(store, bookId(book));
  for (const [partnerId, name, kind] of [
    ['agency', 'Agencia de Cooperación', 'national-government'],
    ['csa', "Fundación d'Agua", 'ngo'],
  ] as const) {
    await poster
      .done('partner.register', { partnerId, name, kind, country: 'CO' }, { key: `${book}-${partnerId}` })
      .catch((error: Error) => {
        if (!error.message.includes('id-taken')) throw error;
      });
  }
  await poster.done('fund.establish', {
    name: { en: 'Fund', es: 'Fondo' },
    homeCurrency: 'USD',
    currencies: ['EUR'],
    timeZone: 'America/Bogota',
    startsOn: '2026-01-01',
    bankAccounts: [
      { id: 'main', currency: 'USD' },
      { id: 'euro', currency: 'EUR' },
    ],
    earmarks: [{ id: 'water', title: { en: 'Water' } }],
    publishing: { reportingOrg: { ref: 'XI-IATI-TEST', name: 'Fund', type: '40' } },
  });
  await poster.done('contribution.commit', { contributionId: 'c1', contributor: 'agency', amount: usd(received) });
  await poster.done('contribution.receive', { contributionId: 'c1', amount: usd(received), bankAccount: 'main' });
  await poster.done('activity.identify', { activityId: 'a1', title: { en: 'Wells' }, modality: 'bilateral' });
  await poster.done('activity.join-partner', { activityId: 'a1', partner: 'csa', phase: 'implementation', role: 'executor' });
  await poster.done('allocation.make', { allocationId: 'al1', amount: usd(allocated) });
  if (granted !== undefined) {
    await poster.done('grant.sign', {
      grantId: 'g1',
      activityId: 'a1',
      payee: 'csa',
      amount: usd(granted),
      instalments: [{ id: 'i1', kind: 'advance', amount: usd(granted), dueDate: '2026-07-01' }],
    });
  }
  return poster;
}
