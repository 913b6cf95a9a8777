import { describe, test } from '@jest/globals';
import { type Step, aFund, after, allocated, funded, given, grantBody, usd } from '../support/given.js';

// An activity from the first idea to its evaluation: who takes part in which phase, what it is planned to cost, and how it ends.

const houses = { activityId: 'a-1', title: { es: 'Vivienda modular en Honduras' }, modality: 'bilateral' };
const identified: Step = after('activity.identify', { ...houses, plannedStart: '2026-03-01', plannedEnd: '2026-12-31' });
const joins = <More extends object>(partner: string, phase: string, role: string, more?: More) => ({
  activityId: 'a-1',
  partner,
  phase,
  role,
  ...(more ?? ({} as More)),
});
const joined = (partner: string, phase: string, role: string): Step =>
  after('activity.join-partner', joins(partner, phase, role));
const move = (name: string): Step => after(`activity.${name}`, { activityId: 'a-1' });
const stage = (id: string): Step => after('activity.add-stage', { activityId: 'a-1', stage: id, title: { es: id } });
/** A fund with 100,000 received; the cso executes the activity. */
const ready: readonly Step[] = [...aFund(), ...funded('100000'), identified, joined('cso', 'implementation', 'executor')];

describe('the cycle', () => {
  test('an activity goes through its four phases to an evaluation, with its partners in each of them', () => {
    const evaluation = after('evaluation.record', {
      evaluationId: 'e-1',
      subject: { kind: 'activity', id: 'a-1' },
      kind: 'final',
      partners: ['bystander'],
      outcome: 'successful',
    });
    given(aFund(), identified, joined('donor', 'identification', 'proposer'))
      .and(move('negotiate'), joined('coop', 'negotiation-and-formulation', 'counterpart'), move('formulate'))
      .and(joined('cso', 'implementation', 'executor'), move('start'), joined('bystander', 'evaluation', 'evaluator'))
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1' })
      .rejects('wrong-status', { thing: 'activity', id: 'a-1', status: 'started', expected: 'completed' })
      .and(move('complete'), evaluation)
      .when('activity.evaluate', { activityId: 'a-1', evaluation: 'e-1' })
      .gives('activity.evaluated', { evaluation: 'e-1' });
  });

  test('a CSO is on record with what it brings, why it was chosen, and how it stands to its counterpart', () => {
    const record = joins('cso', 'implementation', 'executor', {
      inputs: [
        { kind: 'human', description: 'Cuatro ingenieros', quantity: '4', unit: 'persona' },
        { kind: 'technical', description: 'Construcción modular liviana' },
        { kind: 'financial', value: usd('6000') },
      ],
      exchange: 'provides',
      advantage: 'Treinta años de vivienda prefabricada de bajo costo',
      relationships: [{ partner: 'coop', kind: 'long-standing-ally' }],
    });
    given(aFund(), ...funded('100000'), identified)
      .when('activity.join-partner', record)
      .gives('activity.partner-joined', {
        brings: ['human', 'technical', 'financial'],
        advantage: record.advantage,
        relationships: record.relationships,
      })
      .posts()
      .leaves({ resources: '100000.00' });
  });

  test('what a CSO brings turns out to be more, and the group that it stands for gets a fiscal agent: its record is amended', () => {
    const more = joins('cso', 'implementation', 'executor', {
      inputs: [{ kind: 'human', description: 'Seis ingenieros', quantity: '6', unit: 'persona' }],
      fiscalAgent: 'agent',
    });
    given(ready, allocated('50000'))
      .when('grant.sign', grantBody('30000', { payee: 'agent' }))
      .rejects('payee-not-executor', { payee: 'agent', activity: 'a-1', executors: ['cso'] })
      .when('activity.amend-partner', { ...more, role: 'coordinator' })
      .rejects('partner-not-joined', { partner: 'cso', role: 'coordinator', activity: 'a-1', phase: 'implementation' })
      .when('activity.amend-partner', more)
      .gives('activity.partner-amended', { brings: ['human'], inputs: more.inputs, fiscalAgent: 'agent' })
      .posts()
      .when('grant.sign', grantBody('30000', { payee: 'agent' }))
      .gives('grant.signed', { payee: 'agent', executor: 'cso' });
  });

  test('no grant is signed with a CSO that only proposed the activity, nor after the activity has ended', () => {
    given(ready, joined('coop', 'identification', 'proposer'), allocated('50000'))
      .when('grant.sign', grantBody('30000', { payee: 'coop' }))
      .rejects('payee-not-executor', { payee: 'coop', activity: 'a-1', executors: ['cso'] })
      .and(move('cancel'))
      .when('grant.sign', grantBody('30000'))
      .rejects('wrong-status', {
        thing: 'activity',
        id: 'a-1',
        status: 'cancelled',
        expected: 'identified, negotiated, formulated, started, suspended',
      })
      .leaves({ 'allocated:none:general': '50000.00' });
  });
});

describe('the plan', () => {
  test('its budget rises from 80,000 to 95,000 and its end moves, with a reason and without a cent moving', () => {
    const plan = (amount: string) => ({ activityId: 'a-1', lines: [{ category: 'houses', amount: usd(amount) }] });
    const later = { activityId: 'a-1', plannedEnd: '2027-06-30' };
    given(ready, after('activity.plan-budget', plan('80000')))
      .when('activity.plan-budget', plan('95000'))
      .gives('activity.budget-planned', { total: usd('95000') })
      .posts()
      .when('activity.amend', later)
      .rejects('extension-without-reason', { thing: 'activity', id: 'a-1', from: '2026-12-31', to: '2027-06-30' })
      .when('activity.amend', { ...later, reason: 'La fábrica se instaló seis meses después' })
      .gives('activity.amended', { plannedEnd: '2027-06-30', extends: '2026-12-31' })
      .posts()
      .leaves({ 'unallocated:none': '100000.00' });
  });
});

describe('its stages', () => {
  const end = (id: string, outcome: string) => ({ activityId: 'a-1', stage: id, outcome });
  const granted = after('grant.sign', grantBody('30000', { stage: 'second' }));

  test('a third stage that never gets money ends normally, and what was meant for it goes elsewhere', () => {
    const meant = { allocationId: 'l-3', amount: usd('20000'), activityId: 'a-1', stage: 'third' };
    given(ready, stage('third'), after('allocation.make', meant))
      .when('activity.end-stage', { ...end('third', 'not-funded'), reason: 'Sin recursos en 2013' })
      .gives('activity.stage-ended', { outcome: 'not-funded' })
      .posts()
      .when('grant.sign', grantBody('20000', { stage: 'third' }))
      .rejects('wrong-status', { thing: 'stage', id: 'third', status: 'not-funded', expected: 'open' })
      .when('allocation.reduce', { allocationId: 'l-3', amount: usd('20000') })
      .gives('allocation.reduced')
      .leaves({ 'unallocated:none': '100000.00', 'allocated:none:general': '0.00' });
  });

  test('a stage under a grant does not pass for one that went without', () => {
    given(ready, stage('second'), allocated('50000'), granted)
      .when('activity.end-stage', end('second', 'not-funded'))
      .rejects('stage-has-grants', { activity: 'a-1', stage: 'second', outcome: 'not-funded', grants: ['g-1'] })
      .when('activity.end-stage', end('second', 'completed'))
      .gives('activity.stage-ended', { outcome: 'completed' });
  });
});
