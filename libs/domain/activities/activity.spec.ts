import { registryBook } from '#kernel/ids';
import { describe, expect, test } from '@jest/globals';
import {
  aFund,
  after,
  allocated,
  anActivity,
  fundId,
  funded,
  given,
  grantBody,
  paid,
  reversed,
  usd,
} from '../../../test/support/given.js';

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

describe('the plan of an activity', () => {
  const pact = {
    agreementId: 'pact',
    title: { es: 'Convenio' },
    kind: 'convention',
    parties: ['donor', 'donor-2'],
    signedOn: '2020-01-01',
  };
  const planned = [
    ...aFund(),
    after('agreement.sign', pact, {}, registryBook),
    after('activity.identify', { ...identify, plannedStart: '2026-04-01', plannedEnd: '2026-12-31' }),
  ];
  const extend = { activityId: 'a-1', plannedEnd: '2027-06-30', reason: 'The rains came late' };

  test('is amended in what is named; what it was stays in the events before', () => {
    given(planned)
      .when('activity.amend', { activityId: 'a-1', title: { es: 'Agua sana' }, plannedStart: '2026-04-01', agreement: 'pact' })
      .gives('activity.amended', {
        title: { es: 'Agua sana' },
        description: undefined,
        plannedStart: undefined,
        plannedEnd: undefined,
        agreement: 'pact',
        extends: undefined,
      })
      .posts();
  });

  test('stands under an agreement that the registry has', () => {
    given(planned)
      .when('activity.identify', { ...identify, activityId: 'a-2', agreement: 'nowhere' })
      .rejects('agreement-unknown', { agreement: 'nowhere' })
      .when('activity.amend', { activityId: 'a-1', agreement: 'nowhere' })
      .rejects('agreement-unknown', { agreement: 'nowhere' })
      .when('activity.identify', { ...identify, activityId: 'a-2', agreement: 'pact' })
      .gives('activity.identified', { agreement: 'pact' });
  });

  test('that is so already is not amended', () => {
    given(planned)
      .when('activity.amend', { activityId: 'a-1', title: identify.title, plannedEnd: '2026-12-31' })
      .writesNothing();
  });

  test('is extended at no cost with a reason, and says what it extends', () => {
    given(
      planned,
      after('body.appoint', { bodyId: 'committee', title: { es: 'Comité' }, kind: 'committee', mandate: { es: 'Dirige.' } }),
    )
      .when('activity.amend', { ...extend, reason: undefined })
      .rejects('extension-without-reason', { thing: 'activity', id: 'a-1', from: '2026-12-31', to: '2027-06-30' })
      .when('activity.amend', { ...extend, minute: { body: 'committee', minute: '7/2026' } })
      .gives('activity.amended', { plannedEnd: '2027-06-30', extends: '2026-12-31' })
      .when('activity.amend', { activityId: 'a-1', plannedEnd: '2026-11-30' })
      .gives('activity.amended', { plannedEnd: '2026-11-30', extends: undefined });
  });

  test('ends after it starts, whichever of the two is amended', () => {
    given(planned)
      .when('activity.amend', { activityId: 'a-1', plannedEnd: '2026-03-31' })
      .rejects('period-reversed', { start: '2026-04-01', end: '2026-03-31' });
  });

  test('of an activity that was cancelled is not amended', () => {
    given(planned, moved('cancel')).when('activity.amend', extend).rejects('wrong-status', {
      thing: 'activity',
      id: 'a-1',
      status: 'cancelled',
      expected: 'identified, negotiated, formulated, started, suspended, completed',
    });
  });

  test('has a budget by category, as a whole and by stage, which binds nothing', () => {
    const lines = [
      { category: 'equipment', amount: usd('700') },
      { category: 'wages', amount: usd('300') },
    ];
    given(planned, after('activity.add-stage', { activityId: 'a-1', stage: 'first', title: { en: 'First' } }))
      .when('activity.plan-budget', { activityId: 'a-1', lines })
      .gives('activity.budget-planned', { stage: undefined, lines, total: usd('1000') })
      .posts()
      .when('activity.plan-budget', { activityId: 'a-1', lines })
      .writesNothing()
      .when('activity.plan-budget', { activityId: 'a-1', stage: 'first', lines: lines.slice(0, 1) })
      .gives('activity.budget-planned', { stage: 'first', total: usd('700') })
      .when('activity.plan-budget', { activityId: 'a-1', lines: [...lines, ...lines] })
      .rejects('id-taken', { thing: 'budget line', id: 'equipment' })
      .when('activity.plan-budget', {
        activityId: 'a-1',
        lines: [{ category: 'wages', amount: { amount: '1', currency: 'EUR' } }],
      })
      .rejects('currency-mismatch', { currency: 'EUR', thing: 'activity', id: 'a-1', expected: 'USD' });
  });

  test('says where it takes place, all places at once', () => {
    const point = { latitude: '11.5444', longitude: '-72.9072' };
    const places = [
      { id: 'riohacha', name: { es: 'Riohacha' }, point, exactness: '1', areas: [{ vocabulary: 'A4', code: 'CO' }] },
    ];
    given(planned)
      .when('activity.locate', { activityId: 'a-1', locations: places })
      .gives('activity.located', { locations: places })
      .when('activity.locate', { activityId: 'a-1', locations: places })
      .writesNothing()
      .when('activity.locate', { activityId: 'a-1', locations: [...places, ...places] })
      .rejects('id-taken', { thing: 'location', id: 'riohacha' })
      .when('activity.locate', { activityId: 'a-1', locations: [] })
      .gives('activity.located', { locations: [] });
  });
});

describe('the documents of an activity', () => {
  const link = {
    activityId: 'a-1',
    document: 'logframe',
    category: 'A02',
    title: { es: 'Marco lógico' },
    url: 'https://example.org/marco.pdf',
    format: 'application/pdf',
    language: 'es',
    sha256: 'b'.repeat(64),
  };
  const linked = after('activity.link-document', link);

  test('are linked, and unlinked when they are gone', () => {
    given(identified)
      .when('activity.link-document', link)
      .gives('activity.document-linked', { document: 'logframe', category: 'A02', date: undefined, sha256: 'b'.repeat(64) })
      .when('activity.unlink-document', { activityId: 'a-1', document: 'logframe' })
      .gives('activity.document-unlinked', { document: 'logframe' })
      .when('activity.unlink-document', { activityId: 'a-1', document: 'logframe' })
      .rejects('not-found', { thing: 'document', id: 'logframe' });
  });

  test('are linked once under an id', () => {
    given(identified, linked).when('activity.link-document', link).rejects('id-taken', { thing: 'document', id: 'logframe' });
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

  test('say how much of each they bring, on which side they stand, and how to whom', () => {
    const inputs = [
      { kind: 'human', description: 'Two engineers', quantity: '320', unit: 'hours' },
      { kind: 'financial', value: { amount: '500.00', currency: 'USD' } },
    ];
    const relationships = [{ partner: 'coop', kind: 'long-standing-ally', text: 'Since 1998' }];
    given(identified)
      .when('activity.join-partner', { ...executor, brings: ['human'], inputs, exchange: 'both', relationships })
      .gives('activity.partner-joined', { brings: ['human', 'financial'], inputs, exchange: 'both', relationships })
      .posts()
      .when('activity.join-partner', { ...executor, role: 'observer', relationships: [{ partner: 'stranger', kind: 'other' }] })
      .rejects('partner-unknown', { partner: 'stranger' });
  });

  test('may both provide and receive', () => {
    given(identified, joined)
      .when('activity.join-partner', { ...executor, role: 'beneficiary', exchange: 'receives' })
      .gives('activity.partner-joined', { partner: 'cso', role: 'beneficiary', exchange: 'receives' });
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

describe('the end of a stage', () => {
  const stage = { activityId: 'a-1', stage: 'first' };
  const staged = [
    ...aFund(),
    ...funded('1000'),
    allocated('800'),
    ...anActivity,
    after('activity.add-stage', { ...stage, title: { en: 'First' }, plannedStart: '2026-04-01', plannedEnd: '2026-12-31' }),
  ];
  const granted = [...staged, after('grant.sign', grantBody('600', { stage: 'first' }))];
  const end = (outcome: string) => ({ ...stage, outcome });

  test('without money is a normal one, with or without a reason', () => {
    given(staged)
      .when('activity.end-stage', end('not-funded'))
      .gives('activity.stage-ended', { stage: 'first', outcome: 'not-funded', reasonHash: undefined })
      .posts()
      .when('activity.end-stage', end('not-funded'))
      .writesNothing()
      .when('activity.end-stage', end('completed'))
      .rejects('wrong-status', { thing: 'stage', id: 'first', status: 'not-funded', expected: 'open' });
  });

  test('is no lack of money where a grant is alive, nor where one was paid', () => {
    const facts = { activity: 'a-1', stage: 'first', grants: ['g-1'] };
    given(granted)
      .when('activity.end-stage', end('not-funded'))
      .rejects('stage-has-grants', { ...facts, outcome: 'not-funded' })
      .when('activity.end-stage', end('cancelled'))
      .rejects('stage-has-grants', { ...facts, outcome: 'cancelled' })
      .and(paid('d-1'))
      .when('activity.end-stage', end('completed'))
      .gives('activity.stage-ended', { outcome: 'completed' });
  });

  test('may be for lack of money where the grant was undone, or is for another stage', () => {
    given(granted, reversed('grant.signed'))
      .when('activity.end-stage', end('not-funded'))
      .gives('activity.stage-ended', { outcome: 'not-funded' });
    given(staged, after('grant.sign', grantBody('600')))
      .when('activity.end-stage', end('not-funded'))
      .gives('activity.stage-ended', { outcome: 'not-funded' });
  });

  test('is the end of what is decided for it', () => {
    given(staged, after('activity.end-stage', end('not-funded')))
      .when('grant.sign', grantBody('600', { stage: 'first' }))
      .rejects('wrong-status', { thing: 'stage', id: 'first', status: 'not-funded', expected: 'open' })
      .when('activity.amend-stage', { ...stage, title: { en: 'Only' } })
      .rejects('wrong-status', { thing: 'stage', id: 'first', status: 'not-funded', expected: 'open' });
  });

  test('may be put off, with a reason', () => {
    given(staged)
      .when('activity.amend-stage', { ...stage, plannedEnd: '2027-03-31' })
      .rejects('extension-without-reason', { thing: 'stage', id: 'first', from: '2026-12-31', to: '2027-03-31' })
      .when('activity.amend-stage', { ...stage, plannedEnd: '2027-03-31', reason: 'No cement' })
      .gives('activity.stage-amended', { stage: 'first', title: undefined, plannedEnd: '2027-03-31', extends: '2026-12-31' })
      .when('activity.amend-stage', { ...stage, plannedEnd: '2027-03-31' })
      .writesNothing();
  });
});

describe('the evaluation of an activity', () => {
  const evaluation = (evaluationId: string, subject: object) =>
    after('evaluation.record', { evaluationId, subject, kind: 'final', partners: ['bystander'], outcome: 'successful' });
  const completed = [
    ...identified,
    ...moved('start', 'complete'),
    evaluation('e-1', { kind: 'activity', id: 'a-1' }),
    evaluation('e-2', { kind: 'fund' }),
  ];

  test('is the end of its cycle', () => {
    given(completed)
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1' })
      .gives('activity.evaluated', { evaluation: 'e-1' })
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1' })
      .writesNothing()
      .when('activity.amend', { activityId: 'a-1', title: { es: 'Otra' } })
      .rejects('wrong-status', {
        thing: 'activity',
        id: 'a-1',
        status: 'evaluated',
        expected: 'identified, negotiated, formulated, started, suspended, completed',
      });
  });

  test('is one of this activity that is on record', () => {
    given(completed)
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-2' })
      .rejects('evaluation-of-other', { evaluation: 'e-2', activity: 'a-1' })
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-9' })
      .rejects('not-found', { thing: 'evaluation', id: 'e-9' })
      .and(after('evaluation.withdraw', { evaluationId: 'e-1', ground: 'recorded-in-error' }))
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1' })
      .rejects('wrong-status', { thing: 'evaluation', id: 'e-1', status: 'withdrawn', expected: 'recorded' });
  });

  test('comes after its completion', () => {
    given(completed)
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1', valueDate: '2026-03-01' })
      .rejects('date-before-step', { thing: 'activity', id: 'a-1', date: '2026-03-01', earliest: '2026-03-02' });
    given(identified, evaluation('e-1', { kind: 'activity', id: 'a-1' }))
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1' })
      .rejects('wrong-status', { thing: 'activity', id: 'a-1', status: 'identified', expected: 'completed' });
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

  test('does not go backwards from its start on', () => {
    const on = (name: string, valueDate: string) => after(`activity.${name}`, { activityId: 'a-1', valueDate });
    const before = { thing: 'activity', id: 'a-1' };
    // What was done before the book was kept is told later: a start may be earlier than the identification.
    const started = given(identified, on('start', '2026-02-10'));
    for (const name of ['suspend', 'complete', 'cancel']) {
      started
        .when(`activity.${name}`, { activityId: 'a-1', valueDate: '2026-02-09' })
        .rejects('date-before-step', { ...before, date: '2026-02-09', earliest: '2026-02-10' });
    }
    started
      .and(on('suspend', '2026-02-12'))
      .when('activity.resume', { activityId: 'a-1', valueDate: '2026-02-11' })
      .rejects('date-before-step', { ...before, date: '2026-02-11', earliest: '2026-02-12' })
      .and(on('resume', '2026-02-13'))
      .when('activity.complete', { activityId: 'a-1', valueDate: '2026-02-12' })
      .rejects('date-before-step', { ...before, date: '2026-02-12', earliest: '2026-02-13' });
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
