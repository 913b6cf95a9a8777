import { describe, expect, test } from '@jest/globals';
import { aGrantOf600, after, given } from '../../../test/support/given.js';

const plan = { visitId: 'v-1', activityId: 'a-1', grantId: 'g-1', purpose: 'progress', plannedFor: '2026-02-20' };
const make = {
  visitId: 'v-1',
  madeOn: '2026-02-21',
  place: { es: 'Escuela El Rosal' },
  persons: ['p-3'],
  findings: [{ id: 'f-1', code: 'delayed', severity: 'medium', sealedText: 'Faltan dos permisos.' }],
  recommendations: [{ id: 'r-1', text: { es: 'Pedir los permisos.' }, dueDate: '2026-03-31' }],
};
const planned = [...aGrantOf600, after('visit.plan', plan)];
const made = after('visit.make', make);
const followUp = { visitId: 'v-1', recommendation: 'r-1', status: 'done', text: { es: 'Concedidos.' } };
const wrong = (status: string, expected: string) => ({ thing: 'visit', id: 'v-1', status, expected });

describe('a monitoring visit', () => {
  test('is planned to an activity, or to one grant of it', () => {
    given(aGrantOf600)
      .when('visit.plan', plan)
      .gives('visit.planned', { activity: 'a-1', grant: 'g-1', purpose: 'progress', plannedFor: '2026-02-20' })
      .posts()
      .when('visit.plan', plan)
      .rejects('id-taken', { thing: 'visit', id: 'v-1' });
  });

  test('is to a grant of that activity', () => {
    const other = after('activity.identify', { activityId: 'a-2', title: { en: 'Seeds' }, modality: 'bilateral' });
    given(aGrantOf600, other)
      .when('visit.plan', { ...plan, activityId: 'a-2' })
      .rejects('grant-of-other-activity', { grant: 'g-1', activity: 'a-2' });
  });

  test('is made on a day that has come, with what was found, in codes and in words that are kept apart', () => {
    const told = given(planned).when('visit.make', make);
    const [finding] = (told.event.data as { findings: { textHash: string }[] }).findings;
    told.gives('visit.made', {
      madeOn: '2026-02-21',
      place: { es: 'Escuela El Rosal' },
      location: undefined,
      visitors: { partners: [], persons: ['p-3'] },
      findings: [{ id: 'f-1', code: 'delayed', severity: 'medium', textHash: finding!.textHash }],
      recommendations: make.recommendations.map(({ id, text, dueDate }) => ({ id, dueDate, text })),
    });
    expect(told.book.notes.get(finding!.textHash)).toBe('Faltan dos permisos.');
    told.when('visit.make', make).rejects('wrong-status', wrong('made', 'planned'));
  });

  test('is not made tomorrow, nor where the activity is not, nor by nobody', () => {
    given(planned)
      .when('visit.make', { ...make, madeOn: '2026-03-03' })
      .rejects('date-in-future', { date: '2026-03-03', today: '2026-03-02', timeZone: 'America/Bogota' })
      .when('visit.make', { ...make, location: 'quito' })
      .rejects('location-unknown', { activity: 'a-1', location: 'quito' })
      .when('visit.make', { ...make, persons: [] })
      .rejects('nobody-named', { thing: 'visit' })
      .when('visit.make', { ...make, recommendations: [{ id: 'r-1' }] })
      .rejects('one-text', { thing: 'recommendation' });
  });

  test('is followed up, recommendation by recommendation', () => {
    given(planned)
      .when('visit.follow-up', followUp)
      .rejects('wrong-status', wrong('planned', 'made'))
      .and(made)
      .when('visit.follow-up', followUp)
      .gives('visit.followed-up', { recommendation: 'r-1', status: 'done', text: { es: 'Concedidos.' } })
      .when('visit.follow-up', { ...followUp, recommendation: 'r-9' })
      .rejects('part-unknown', { thing: 'visit', id: 'v-1', part: 'recommendation', name: 'r-9', known: ['r-1'] });
  });

  test('that does not take place is cancelled, once', () => {
    given(planned)
      .when('visit.cancel', { visitId: 'v-1' })
      .gives('visit.cancelled')
      .when('visit.cancel', { visitId: 'v-1' })
      .writesNothing()
      .when('visit.make', make)
      .rejects('wrong-status', wrong('cancelled', 'planned'));
    given(planned, made).when('visit.cancel', { visitId: 'v-1' }).rejects('wrong-status', wrong('made', 'planned'));
  });
});
