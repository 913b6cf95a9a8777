import { describe, expect, test } from '@jest/globals';
import type { ReadActivity, ReadTransaction } from '#iati/published';
import { type Exported, exported } from '../../test/support/exported.js';
import {
  type Step,
  aFund,
  aGrantOf600,
  after,
  fundId,
  funded,
  grantBody,
  paid,
  reversed,
  usd,
} from '../../test/support/given.js';
import { MemoryBook } from '../../test/support/memory-book.js';

type Steps = readonly (Step | readonly Step[])[];
const published = async (...steps: Steps): Promise<Exported> => {
  const book = new MemoryBook();
  for (const step of steps.flat()) step(book);
  return exported(book, fundId);
};
const ofLevel = ({ activities }: Exported, hierarchy: number): ReadActivity =>
  activities.find((each) => each.hierarchy === hierarchy)!;
const entry = ({ type, value, provider, receiver }: ReadTransaction): string =>
  `${type} ${value.text} ${provider?.name?.at(-1)?.text} > ${receiver?.activityId}`;
const last = (file: Exported, hierarchy: number): string => entry(ofLevel(file, hierarchy).transactions.at(-1)!);

describe('interest', () => {
  const interest = (more: object = {}): Step =>
    after('interest.receive', { interestId: 'n-1', amount: usd('3'), bankAccount: 'main', ...more });

  test('that the fund keeps comes in, from its bank', async () => {
    const file = await published(aFund(), funded('100'), interest());
    expect(last(file, 1)).toBe('1 3.00 Bank > XX-TEST-1-fund-1');
    expect(file.result.findings.map(({ rule }) => rule)).not.toContain('transaction-provider-missing');
  });

  test('that is owed back to the contributors is no money of the fund’s', async () => {
    const rules = { interest: 'owed-back' };
    const file = await published(aFund(rules), funded('100'), interest());
    expect(ofLevel(file, 1).transactions.map(({ type }) => type)).toEqual(['11', '1']);
  });

  test('that a payee earned on its advance comes from the organisation, and from no activity of it', async () => {
    const earned = { interestId: 'n-1', amount: usd('3') };
    const back = { refundId: 'f-1', grantId: 'g-1', amount: usd('50'), bankAccount: 'main', interest: earned };
    const file = await published(aGrantOf600, paid('d-1'), after('refund.receive', back));
    const found = ofLevel(file, 1).transactions.find((each) => each.value.text === '3.00')!;
    expect([entry(found), found.provider?.activityId]).toEqual(['1 3.00 The cso > XX-TEST-1-fund-1', undefined]);
  });

  test('is undone with its reversal', async () => {
    const file = await published(aFund(), funded('100'), interest(), reversed('interest.received'));
    expect(last(file, 1)).toBe('1 -3.00 Bank > XX-TEST-1-fund-1');
  });
});

describe('what is given in kind', () => {
  const given = (target: object, partner = 'donor-2'): Step[] => [
    after('in-kind.deliver', {
      inKindId: 'k-1',
      partner,
      kind: 'expertise',
      what: 'Ingeniería',
      quantity: '40',
      unit: 'hour',
      evidence: ['ab'.repeat(32)],
      for: target,
    }),
    after('in-kind.value', { inKindId: 'k-1', value: usd('400'), method: 'Tarifa 2026' }),
  ];

  test('to the fund stands in the fund’s own activity', async () => {
    expect(last(await published(aGrantOf600, given({ kind: 'fund' })), 1)).toBe('1 400.00 The donor-2 > XX-TEST-1-fund-1');
  });

  test('to an activity stands in that activity, and whoever gives it funds that', async () => {
    const file = await published(aGrantOf600, given({ kind: 'activity', id: 'a-1' }));
    expect(last(file, 2)).toBe('1 400.00 The donor-2 > XX-TEST-1-fund-1.a-1');
    const { disbursementChannel, flowType, receiver, description } = ofLevel(file, 2).transactions.at(-1)!;
    expect([disbursementChannel, flowType, receiver?.ref]).toEqual(['4', '30', 'XX-TEST-1']);
    expect(description?.[1]!.text).toBe('Ingeniería, in kind, 40 hour (Tarifa 2026)');
    expect(last(file, 1)).not.toContain('400.00');
    expect(ofLevel(file, 2).participatingOrgs.filter(({ role }) => role === '1')).toHaveLength(2);
    expect(ofLevel(file, 1).participatingOrgs.filter(({ role }) => role === '1')).toHaveLength(1);
  });

  test('to a grant reaches its payee', async () => {
    const file = await published(aGrantOf600, given({ kind: 'grant', id: 'g-1' }));
    expect(ofLevel(file, 2).transactions.at(-1)!.receiver?.ref).toBe('XX-TEST-1-PARTNER-cso');
  });

  test('is undone where it stands', async () => {
    const file = await published(aGrantOf600, given({ kind: 'activity', id: 'a-1' }), reversed('in-kind.valued'));
    expect(last(file, 2)).toBe('1 -400.00 The donor-2 > XX-TEST-1-fund-1.a-1');
  });
});

describe('conditions', () => {
  const attached = (file: Exported, hierarchy: number): unknown => {
    const all = ofLevel(file, hierarchy).conditions;
    return [
      all?.attached,
      (all?.conditions ?? []).map(({ type, text }) => `${type} ${text.map((each) => each.text).join(' / ')}`),
    ];
  };
  const audit = { id: 'audit', text: 'Auditoría del primer año.', amount: usd('400') };
  const conditional = after('contribution.commit', {
    contributionId: 'c-1',
    contributor: 'donor',
    amount: usd('1000'),
    conditions: [audit],
  });
  const c1 = { contributionId: 'c-1' };

  test('of contributors stand with the fund, while they hold', async () => {
    const met = after('contribution.meet-condition', { ...c1, condition: 'audit' });
    const ended = after('contribution.end-condition', { ...c1, condition: 'audit', outcome: 'lapsed' });
    expect(attached(await published(aFund(), funded('5', { contributionId: 'c-0' })), 1)).toEqual([false, []]);
    expect(attached(await published(aFund(), conditional), 1)).toEqual([true, ['2 Auditoría del primer año.']]);
    const file = await published(aFund(), conditional, met);
    expect(attached(file, 1)).toEqual([true, ['2 Auditoría del primer año.']]);
    expect(ofLevel(file, 1).transactions.at(-1)!.description![0]!.text).toBe('Condición cumplida: Auditoría del primer año.');
    expect(attached(await published(aFund(), conditional, ended), 1)).toEqual([false, []]);
    expect(attached(await published(aFund(), conditional, ended, reversed('contribution.condition-ended')), 1)).toEqual([
      true,
      ['2 Auditoría del primer año.'],
    ]);
    expect(attached(await published(aFund(), conditional, reversed('contribution.committed')), 1)).toEqual([false, []]);
  });

  test('are of the kind and in the languages in which they are recorded', async () => {
    const gender = {
      id: 'gender',
      text: 'Política de igualdad.',
      kind: 'policy',
      translations: { en: 'A policy of equality.' },
      amount: usd('400'),
    };
    const terms = { contributionId: 'c-1', contributor: 'donor', amount: usd('1000'), conditions: [gender] };
    expect(attached(await published(aFund(), after('contribution.commit', terms)), 1)).toEqual([
      true,
      ['1 Política de igualdad. / A policy of equality.'],
    ]);
  });

  test('of grants stand with the activity: of performance, and of how money is accounted for', async () => {
    const terms = grantBody('100', {
      grantId: 'g-2',
      auditCertificate: true,
      holdback: { share: '10' },
      instalments: [
        {
          id: 'only',
          kind: 'advance',
          amount: usd('100'),
          dueDate: '2026-03-01',
          conditions: [{ id: 'plan', text: 'Plan de trabajo.', kind: 'performance', translations: { en: 'Work plan.' } }],
        },
      ],
    });
    const all = [
      '2 Plan de trabajo. / Work plan.',
      '3 Una parte se retiene hasta que las cuentas finales estén en orden. / A part is held back until the final accounts are in order.',
      '3 Las cuentas finales llevan un certificado de auditoría. / The final accounts come with an auditor’s certificate.',
    ];
    const signed = after('grant.sign', terms);
    expect(attached(await published(aGrantOf600, signed), 2)).toEqual([true, all]);
    const without = after('grant.amend', { grantId: 'g-2', auditCertificate: false });
    expect(attached(await published(aGrantOf600, signed, without), 2)).toEqual([true, all.slice(0, 2)]);
  });
});
