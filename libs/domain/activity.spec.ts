import { describe, expect, test } from '@jest/globals';
import { aFund, after, anActivity, fundId, given } from '../../test/support/given.js';

const identify = { activityId: 'a-1', title: { es: 'Agua segura' }, modality: 'triangular' };
const identified = [...aFund(), after('activity.identify', identify)];
const executor = { activityId: 'a-1', partner: 'cso', phase: 'implementation', role: 'executor' };
const joined = after('activity.join-partner', executor);
const moved = (...names: readonly string[]) => names.map((name) => after(`activity.${name}`, { activityId: 'a-1' }));

describe('an activity', () => {
  test('is identified with its modality and what is known of it', () => {
    given(aFund())
      .when('activity.identify', {
        ...identify,
        plannedStart: '2026-04-01',
        plannedEnd: '2028-03-31',
        classification: { countries: [{ code: 'HN', percentage: '100' }], sdgTargets: ['6.1'] },
      })
      .gives('activity.identified', {
        title: { es: 'Agua segura' },
        description: undefined,
        modality: 'triangular',
        plannedStart: '2026-04-01',
        plannedEnd: '2028-03-31',
        classification: { countries: [{ code: 'HN', percentage: '100' }], sdgTargets: ['6.1'] },
      })
      .posts();
  });

  test('is identified once', () => {
    given(identified).when('activity.identify', identify).rejects('id-taken', { thing: 'activity', id: 'a-1' });
  });

  test('does not end before it starts', () => {
    given(aFund())
      .when('activity.identify', { ...identify, plannedStart: '2026-04-02', plannedEnd: '2026-04-01' })
      .rejects('period-reversed', { start: '2026-04-02', end: '2026-04-01' });
  });

  test('is classified anew as a whole', () => {
    given(identified)
      .when('activity.classify', { activityId: 'a-1', classification: { sectors: [{ code: '14030', percentage: '100' }] } })
      .gives('activity.classified', { sectors: [{ code: '14030', percentage: '100' }], countries: undefined });
  });

  test('that is classified so already is not classified again', () => {
    given(identified, after('activity.classify', { activityId: 'a-1', classification: { sdgTargets: ['6.1'] } }))
      .when('activity.classify', { activityId: 'a-1', classification: { sdgTargets: ['6.1'] } })
      .writesNothing();
  });

  test('that is not known is not classified', () => {
    given(aFund())
      .when('activity.classify', { activityId: 'a-9', classification: {} })
      .rejects('not-found', { thing: 'activity', id: 'a-9' });
  });
});

describe('the partners of an activity', () => {
  test('join in a role of a phase, and say what they bring', () => {
    given(identified)
      .when('activity.join-partner', {
        ...executor,
        partner: 'coop',
        brings: ['human', 'technical', 'human'],
        advantage: 'knows the valley',
        relationship: 'sister organisation of the proposer',
        fiscalAgent: 'agent',
        ownActivity: 'HN-1-77',
      })
      .gives('activity.partner-joined', {
        partner: 'coop',
        phase: 'implementation',
        role: 'executor',
        brings: ['human', 'technical'],
        advantage: 'knows the valley',
        relationship: 'sister organisation of the proposer',
        fiscalAgent: 'agent',
        ownActivity: 'HN-1-77',
      });
  });

  test('may join in more than one role and phase', () => {
    given(identified, joined)
      .when('activity.join-partner', { ...executor, phase: 'identification' })
      .gives('activity.partner-joined')
      .when('activity.join-partner', { ...executor, role: 'beneficiary' })
      .gives('activity.partner-joined');
  });

  test('join once in the same role of the same phase', () => {
    given(identified, joined)
      .when('activity.join-partner', executor)
      .rejects('partner-already-joined', { partner: 'cso', role: 'executor', activity: 'a-1', phase: 'implementation' });
  });

  test('are in the registry, and so are their fiscal agents', () => {
    given(identified)
      .when('activity.join-partner', { ...executor, partner: 'stranger' })
      .rejects('partner-unknown', { partner: 'stranger' })
      .when('activity.join-partner', { ...executor, fiscalAgent: 'stranger' })
      .rejects('partner-unknown', { partner: 'stranger' });
  });

  test('leave the role that they have', () => {
    given(identified, joined)
      .when('activity.leave-partner', executor)
      .gives('activity.partner-left', { partner: 'cso', phase: 'implementation', role: 'executor' });
  });

  test('do not leave a role that they do not have', () => {
    given(identified, joined, after('activity.leave-partner', executor))
      .when('activity.leave-partner', executor)
      .rejects('partner-not-joined', { partner: 'cso', role: 'executor', activity: 'a-1', phase: 'implementation' });
  });
});

describe('the stages of an activity', () => {
  const first = { activityId: 'a-1', stage: 'first', title: { en: 'First stage' } };

  test('are added one by one', () => {
    given(identified)
      .when('activity.add-stage', { ...first, plannedStart: '2026-04-01', plannedEnd: '2026-12-31' })
      .gives('activity.stage-added', { stage: 'first', plannedStart: '2026-04-01', plannedEnd: '2026-12-31' });
  });

  test('are added once', () => {
    given(identified, after('activity.add-stage', first))
      .when('activity.add-stage', first)
      .rejects('id-taken', { thing: 'stage', id: 'first' });
  });

  test('do not end before they start', () => {
    given(identified)
      .when('activity.add-stage', { ...first, plannedStart: '2026-04-01', plannedEnd: '2026-03-31' })
      .rejects('period-reversed', { start: '2026-04-01', end: '2026-03-31' });
  });
});

describe('the life of an activity', () => {
  test('goes through negotiation, formulation, the start, a pause and its end', () => {
    const lived = moved('negotiate', 'formulate', 'start', 'suspend', 'resume', 'complete');
    const { book } = given(identified, lived);
    expect(
      book
        .events(fundId)
        .map((each) => each.type)
        .slice(2),
    ).toEqual([
      'activity.negotiated',
      'activity.formulated',
      'activity.started',
      'activity.suspended',
      'activity.resumed',
      'activity.completed',
    ]);
  });

  test('may leave negotiation and formulation out', () => {
    given(identified).when('activity.start', { activityId: 'a-1' }).gives('activity.started');
  });

  test.each(['negotiate', 'formulate', 'start', 'cancel'])('asked to %s twice, writes it once', (name) => {
    given(identified, moved(name)).when(`activity.${name}`, { activityId: 'a-1' }).writesNothing();
  });

  test.each([
    ['negotiate', ['start'], 'started', 'identified'],
    ['formulate', ['start'], 'started', 'identified, negotiated'],
    ['start', ['start', 'suspend'], 'suspended', 'identified, negotiated, formulated'],
    ['suspend', [], 'identified', 'started'],
    ['resume', [], 'identified', 'suspended'],
    ['complete', ['start', 'suspend'], 'suspended', 'started'],
    ['cancel', ['start', 'complete'], 'completed', 'identified, negotiated, formulated, started, suspended'],
  ])('does not %s after %j', (name, before, status, expected) => {
    given(identified, moved(...before))
      .when(`activity.${name}`, { activityId: 'a-1' })
      .rejects('wrong-status', { thing: 'activity', id: 'a-1', status, expected });
  });
});

test('the fixture has an executor and one with a fiscal agent', () => {
  expect(given(aFund(), anActivity).book.state(fundId, 'activity:a-1')).toMatchObject({
    status: 'identified',
    partners: [{ partner: 'cso' }, { partner: 'coop', fiscalAgent: 'agent' }],
  });
});
