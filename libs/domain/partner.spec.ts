import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import { instant } from '#kernel/time';
import { after, given } from '../../test/support/given.js';

const cso = { partnerId: 'cso', name: 'Agua para todos', kind: 'ngo' };
const registered = after('partner.register', cso, {}, registryBook);

describe('a partner', () => {
  test('is registered with what is known of it', () => {
    const body = { ...cso, country: 'HN', legalForm: 'asociación', website: 'https://example.org' };
    const identifiers = [{ agency: 'HN-RTN', id: '05019002058739' }];
    given()
      .when('partner.register', { ...body, identifiers, documentDate: '2026-01-31' }, {}, registryBook)
      .gives('partner.registered', {
        name: 'Agua para todos',
        kind: 'ngo',
        country: 'HN',
        legalForm: 'asociación',
        identifiers,
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

  test('is amended as a whole', () => {
    given(after('partner.register', { ...cso, country: 'HN' }, {}, registryBook))
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
