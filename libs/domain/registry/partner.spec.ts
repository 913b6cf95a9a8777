import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import { instant } from '#kernel/time';
import {
  type Step,
  type Told,
  aFund,
  after,
  anActivity,
  fundId,
  funded,
  given,
  grantBody,
  usd,
} from '../../../test/support/given.js';

type Body = Readonly<Record<string, unknown>>;
const cso = { partnerId: 'cso', name: 'Agua para todos', kind: 'ngo' };
const nit = { agency: 'CO-NIT', id: '890900943' };
const rtn = { agency: 'HN-RTN', id: '05019002058739' };
const done = (type: string, body: Body): Step => after(type, body, {}, registryBook);
const registered = done('partner.register', cso);
const inBoth: readonly Step[] = [
  done('partner.register', { ...cso, identifiers: [nit] }),
  done('partner.register', { ...cso, partnerId: 'twin', name: 'Agua para Todos (ONG)' }),
];
const merged: readonly Step[] = [
  ...inBoth,
  done('partner.merge', { partnerId: 'twin', into: 'cso', ground: 'same-organisation' }),
];
/** The last events of the registry, by type, and the thing of each. */
const last = (told: Told, count: number) =>
  told.book
    .events(registryBook)
    .slice(-count)
    .map(({ type, stream }) => [type, stream]);

describe('a partner', () => {
  test('is registered with what is known of it', () => {
    const body = { ...cso, country: 'HN', legalForm: 'asociación', website: 'https://example.org' };
    given()
      .when('partner.register', { ...body, documentDate: '2026-01-31' }, {}, registryBook)
      .gives('partner.registered', {
        name: 'Agua para todos',
        kind: 'ngo',
        country: 'HN',
        legalForm: 'asociación',
        identifiers: [],
        website: 'https://example.org',
        documentDate: '2026-01-31',
      })
      .posts();
  });

  test('is called by the key of its command where the client gives no id', () => {
    const { partnerId: _, ...nameless } = cso;
    const { event } = given().when('partner.register', nameless, { key: 'key-of-mine' }, registryBook);
    expect(event.stream).toBe('partner:key-of-mine');
  });

  test('is registered once', () => {
    given(registered).when('partner.register', cso, {}, registryBook).rejects('id-taken', { thing: 'partner', id: 'cso' });
  });

  test('is not called as the list of duplicates is', () => {
    given()
      .when('partner.register', { ...cso, partnerId: 'duplicates' }, {}, registryBook)
      .rejects('id-taken', { thing: 'partner', id: 'duplicates' });
  });

  test('is amended as a whole', () => {
    given(done('partner.register', { ...cso, country: 'HN' }))
      .when('partner.amend', { ...cso, kind: 'cooperative' }, {}, registryBook)
      .gives('partner.amended', { kind: 'cooperative', country: undefined });
  });

  test('that is so already is not amended again, whatever note comes with it', () => {
    given(registered)
      .when('partner.amend', { ...cso, note: 'checked again' }, {}, registryBook)
      .writesNothing();
  });

  test('that nobody has registered cannot be amended', () => {
    given().when('partner.amend', cso, {}, registryBook).rejects('not-found', { thing: 'partner', id: 'cso' });
  });

  test('is not registered in the book of a fund', () => {
    given().when('partner.register', cso, {}, 'fund-1').rejects('wrong-book', { expected: 'registry', book: 'fund-1' });
  });
});

describe('a registration', () => {
  test('is held by the partner that brought it, in the form of its register', () => {
    const told = given().when(
      'partner.register',
      { ...cso, identifiers: [{ agency: 'CO-NIT', id: '890.900.943-1' }] },
      {},
      registryBook,
    );
    expect(last(told, 2)).toEqual([
      ['partner.registered', 'partner:cso'],
      ['registration.claimed', 'registration:CO-NIT-890900943'],
    ]);
    expect(told.book.events(registryBook).at(-1)!.data).toEqual({ ...nit, partner: 'cso' });
  });

  test('is not that of a second partner, however it is written', () => {
    given(inBoth)
      .when(
        'partner.register',
        { ...cso, partnerId: 'third', identifiers: [{ agency: 'CO-NIT', id: '890900943-1' }] },
        {},
        registryBook,
      )
      .rejects('registration-taken', { registration: 'CO-NIT-890900943', partner: 'cso' })
      .when('partner.amend', { ...cso, partnerId: 'twin', identifiers: [nit] }, {}, registryBook)
      .rejects('registration-taken', { registration: 'CO-NIT-890900943', partner: 'cso' });
  });

  test('is free again when its partner gives it up', () => {
    const told = given(inBoth).when('partner.amend', { ...cso, identifiers: [rtn] }, {}, registryBook);
    expect(last(told, 3).map(([type]) => type)).toEqual(['partner.amended', 'registration.released', 'registration.claimed']);
    const twin = told.when('partner.amend', { ...cso, partnerId: 'twin', identifiers: [nit] }, {}, registryBook);
    expect(last(twin, 1)).toEqual([['registration.claimed', 'registration:CO-NIT-890900943']]);
  });

  test('whose number is no name of a stream stands under its hash', () => {
    const dac = { agency: 'XI-PB', id: 'gb/aberdeen-city-council' };
    const told = given().when('partner.register', { ...cso, identifiers: [dac] }, {}, registryBook);
    expect(last(told, 1)[0]![1]).toMatch(/^registration:[0-9a-f]{64}$/);
  });

  test('is named once', () => {
    given()
      .when('partner.register', { ...cso, identifiers: [nit, { agency: 'CO-NIT', id: '890900943-1' }] }, {}, registryBook)
      .isWrongIn('identifiers');
  });
});

describe('a partner that is in the registry twice', () => {
  test('is merged into the entry that stays', () => {
    given(inBoth)
      .when('partner.merge', { partnerId: 'twin', into: 'cso', ground: 'same-organisation' }, {}, registryBook)
      .givesEach(['partner.merged', { into: 'cso', ground: 'same-organisation' }], ['partner.entry-joined', { entry: 'twin' }]);
  });

  test('is not merged into itself, nor into one that was merged', () => {
    given(merged)
      .when('partner.merge', { partnerId: 'cso', into: 'cso', ground: 'absorbed' }, {}, registryBook)
      .rejects('merged-into-itself', { partner: 'cso' })
      .when('partner.merge', { partnerId: 'cso', into: 'twin', ground: 'absorbed' }, {}, registryBook)
      .rejects('partner-merged', { partner: 'twin', survivor: 'cso' });
  });

  test('is not amended any more, and not merged again', () => {
    given(
      merged,
      done('partner.register', { ...cso, partnerId: 'third' }),
      done('partner.merge', {
        partnerId: 'cso',
        into: 'third',
        ground: 'absorbed',
      }),
    )
      .when('partner.amend', { ...cso, partnerId: 'twin', name: 'Other' }, {}, registryBook)
      .rejects('partner-merged', { partner: 'twin', survivor: 'third' })
      .when('partner.merge', { partnerId: 'twin', into: 'third', ground: 'absorbed' }, {}, registryBook)
      .rejects('partner-merged', { partner: 'twin', survivor: 'third' });
  });

  test('is not merged while it is suspended: nobody would have lifted that', () => {
    given(inBoth, done('partner.suspend', { partnerId: 'twin', effect: 'all', reason: 'irregularities' }))
      .when('partner.merge', { partnerId: 'twin', into: 'cso', ground: 'same-organisation' }, {}, registryBook)
      .rejects('partner-suspended', { partner: 'twin', effect: 'all' });
  });

  test('brings its registrations, which the entry that stays may name', () => {
    const told = given(inBoth, done('partner.merge', { partnerId: 'cso', into: 'twin', ground: 'same-organisation' }))
      .when('partner.register', { ...cso, partnerId: 'third', identifiers: [nit] }, {}, registryBook)
      .rejects('registration-taken', { registration: 'CO-NIT-890900943', partner: 'twin' })
      .when('partner.amend', { ...cso, partnerId: 'twin', identifiers: [nit] }, {}, registryBook);
    expect(told.event.type).toBe('partner.amended');
  });

  test('takes no new commitment: who names it is told the entry that stays', () => {
    given(aFund(), done('partner.merge', { partnerId: 'donor-2', into: 'donor', ground: 'same-organisation' }))
      .when('contribution.commit', { contributionId: 'c-1', contributor: 'donor-2', amount: usd('10') })
      .rejects('partner-merged', { partner: 'donor-2', survivor: 'donor' })
      .when('contribution.commit', { contributionId: 'c-1', contributor: 'donor', amount: usd('10') })
      .gives('contribution.committed');
  });

  test('is separated again when the two were not one', () => {
    given(merged)
      .when('partner.separate', { partnerId: 'twin' }, {}, registryBook)
      .givesEach(['partner.separated'], ['partner.entry-left', { entry: 'twin' }])
      .when('partner.separate', { partnerId: 'twin' }, {}, registryBook)
      .writesNothing()
      .when('partner.amend', { ...cso, partnerId: 'twin', name: 'Agua de Todos' }, {}, registryBook)
      .gives('partner.amended');
  });
});

describe('a partner provides and receives', () => {
  test('in one activity, in one phase, and of the money of one fund', () => {
    const joins = (role: string): Step =>
      after('activity.join-partner', { activityId: 'a-1', partner: 'cso', phase: 'implementation', role });
    given(
      aFund(),
      funded('1000'),
      after('contribution.commit', { contributionId: 'own', contributor: 'cso', amount: usd('50') }),
      after('allocation.make', { amount: usd('800') }),
      anActivity,
      joins('funder'),
      joins('beneficiary'),
    )
      .when('grant.sign', grantBody('600'), {}, fundId)
      .gives('grant.signed', { payee: 'cso' });
  });
});

describe('the date of a registration', () => {
  const evening = instant('2026-03-02T23:30:00.000000Z');

  test('may be tomorrow where the day has begun already somewhere', () => {
    given()
      .when('partner.register', { ...cso, valueDate: '2026-03-03' }, { now: evening }, registryBook)
      .gives('partner.registered');
  });

  test('is today in UTC when none is given', () => {
    const { event } = given().when('partner.register', cso, { now: evening }, registryBook);
    expect(event.valueDate).toBe('2026-03-02');
  });

  test('is refused in the future with the day that it is', () => {
    given()
      .when('partner.register', { ...cso, valueDate: '2026-03-04' }, { now: evening }, registryBook)
      .rejects('date-in-future', { date: '2026-03-04', today: '2026-03-03', timeZone: 'Pacific/Kiritimati' });
  });
});
