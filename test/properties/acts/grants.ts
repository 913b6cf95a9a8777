import type { GrantState } from '#domain/grants/grant';
import { minorOf } from '#kernel/money';
import { fundId } from '../../support/given.js';
import type { MemoryBook } from '../../support/memory-book.js';
import { type Body, type Chance, type Make, aWindow, among, anEarmark, dollars, idOf, ids, secret } from './act.js';

/** What a grant is signed for, in cents; one that is not there, for nothing. */
const signedCents = (book: MemoryBook, id: string): number => {
  const state = book.state(fundId, `grant:${id}`) as GrantState;
  return state.status === 'absent' ? 0 : Number(minorOf(state.terms.amount));
};

type Signed = Exclude<GrantState, { readonly status: 'absent' }>;

/** A signed grant that fits, if there is one and the step is to be sensible. */
function grantIn(book: MemoryBook, act: Chance, fits: (state: Signed) => boolean): string {
  const found = ids.grant.filter((id) => {
    const state = book.state(fundId, `grant:${id}`) as GrantState;
    return state.status === 'signed' && fits(state);
  });
  return among(act.sensible && found.length > 0 ? found : ids.grant, act.pick);
}

const budgeted = (book: MemoryBook, id: string): boolean => {
  const state = book.state(fundId, `grant:${id}`) as GrantState;
  return state.status !== 'absent' && state.terms.budget !== undefined;
};

/** In euros, at the rate of the day of the report or as agreed; the fund bears what the rates differ by, or the payee. */
const reportings = [
  { currency: 'EUR', rateRule: 'payment-rate', differenceBorneBy: 'fund' },
  { currency: 'EUR', rateRule: 'monthly-rate', differenceBorneBy: 'fund' },
  { currency: 'EUR', rateRule: 'report-date-rate', differenceBorneBy: 'payee' },
];

/** Clauses that some grants have: a budget on several bases, something kept back, a certificate that is asked for. */
function clauses(act: Chance, cents: number): Body {
  const wages = Math.ceil((cents * 2) / 3);
  const bases = [
    { basis: 'actual' },
    { basis: 'lump-sum', deliverable: 'A study' },
    { basis: 'unit-cost', unit: 'day', unitCost: dollars(wages), quantity: '1' },
  ];
  const budget = [
    { category: 'wages', amount: dollars(wages), cost: among(bases, act.pick) },
    ...(cents > wages ? [{ category: 'travel', amount: dollars(cents - wages) }] : []),
  ];
  return {
    ...(act.other % 4 === 1 ? { budget } : {}),
    ...(act.other % 5 === 2 ? { holdback: { share: '10' } } : {}),
    ...(act.other % 9 === 4 ? { auditCertificate: true } : {}),
    ...(act.other % 4 === 3 ? { reporting: among(reportings, act.pick) } : {}),
    ...(act.other % 3 === 0 ? { cofinancing: { ownShare: '20', whenShort: act.pick % 2 === 0 ? 'hold' : 'warn' } } : {}),
  };
}

/** What is set aside, granted, amended, ended, and borne by others. */
export const grantActs = {
  'allocation.make': (book, act) => {
    const id = idOf(book, act, 'allocation', 'absent');
    const lapsing = act.other % 5 === 0 ? { lapsesAfter: '2026-02-01' } : {};
    return [{ allocationId: id, earmark: anEarmark(act), window: aWindow(act), amount: dollars(4 * act.cents), ...lapsing }];
  },
  'allocation.transfer': (book, act) => {
    const [to, window] = among(
      [
        ['small', 'general'],
        ['general', 'small'],
        ['administration', 'general'],
        ['general', 'administration'],
      ],
      act.other,
    );
    return [{ allocationId: idOf(book, act, 'allocation', 'made'), window, to, amount: dollars(act.cents) }];
  },
  'allocation.reduce': (book, act) => [
    {
      allocationId: idOf(book, act, 'allocation', 'made'),
      ...(act.other % 3 === 0 ? { window: aWindow(act) } : {}),
      amount: dollars(act.cents),
    },
  ],
  'allocation.lapse': (book, act) => [{ allocationId: idOf(book, act, 'allocation', 'made') }],
  'waiver.propose': (book, act) => [
    {
      waiverId: idOf(book, act, 'waiver', 'absent'),
      grantId: grantIn(book, { ...act, pick: act.other }, ({ terms }) => terms.cofinancing !== undefined),
      amount: dollars(act.cents),
      reason: secret,
    },
  ],
  'waiver.confirm': (book, act) => [{ waiverId: idOf(book, act, 'waiver', 'proposed') }, 'beto'],
  'grant.sign': (book, act) => {
    const id = idOf(book, act, 'grant', 'absent');
    const [free, water] = [2 * act.cents, act.other % 2 === 0 ? act.cents : 0];
    const window = act.pick % 5 === 0 ? { window: 'small' } : {};
    const funding = [
      { amount: dollars(free), ...window },
      { earmark: 'water', amount: dollars(water) },
    ].slice(0, water === 0 ? 1 : 2);
    const whole = free + water;
    const first = Math.ceil(whole / 2);
    const instalments = [
      { id: 'first', kind: 'advance', amount: dollars(first), dueDate: '2026-03-01' },
      { id: 'last', kind: 'balance', amount: dollars(whole - first), dueDate: '2026-12-01' },
    ];

    return [
      { grantId: id, activityId: 'a-1', payee: 'cso', amount: dollars(whole), funding, instalments, ...clauses(act, whole) },
    ];
  },
  'grant.amend': (book, act) => {
    const id = idOf(book, act, 'grant', 'signed');
    const earmark = anEarmark(act);
    const more = act.other % 2 === 0;
    const funding = [{ earmark, amount: dollars(act.cents) }];
    const whole = signedCents(book, id) + (more ? act.cents : -act.cents);
    const instalments = [{ id: 'first', kind: 'advance', amount: dollars(Math.max(1, whole)), dueDate: '2026-04-01' }];
    const budget = budgeted(book, id) ? { budget: [{ category: 'wages', amount: dollars(Math.max(1, whole)) }] } : {};
    return [{ grantId: id, ...(more ? { increase: funding } : { decrease: funding }), instalments, ...budget }];
  },
  'grant.suspend': (book, act) => [{ grantId: idOf(book, act, 'grant', 'signed'), ground: 'other', note: secret }],
  'grant.resume': (book, act) => [{ grantId: idOf(book, act, 'grant', 'suspended') }],
  'grant.terminate': (book, act) => [{ grantId: idOf(book, act, 'grant', 'signed', 'suspended'), ground: 'other' }],
  'grant.settle': (book, act) => [
    { grantId: idOf(book, act, 'grant', 'terminated', 'signed', 'settled') },
    among(['beto', 'ana'], act.other),
  ],
  'grant.close': (book, act) => [
    {
      grantId: idOf(book, act, 'grant', 'terminated', 'settled', 'signed'),
      to: act.other % 2 === 0 ? 'allocated' : 'unallocated',
    },
  ],
  'cofinancing.agree': (book, act) => [
    {
      cofinancingId: idOf(book, act, 'cofinancing', 'absent'),
      grantId: among(ids.grant, act.other),
      partner: 'coop',
      origin: 'own',
      form: 'cash',
      amount: dollars(act.cents),
    },
  ],
  'cofinancing.report': (book, act) => [
    { cofinancingId: idOf(book, act, 'cofinancing', 'agreed'), amount: dollars(act.cents) },
  ],
  'cofinancing.accept': (book, act) => [
    { cofinancingId: idOf(book, act, 'cofinancing', 'agreed'), amount: dollars(1 + (act.cents % 5)) },
    'beto',
  ],
  'grant.meet-condition': (book, act) => [
    { grantId: grantIn(book, act, ({ terms }) => terms.holdback !== undefined), condition: 'closing' },
    among(['beto', 'beto', 'ana'], act.other),
  ],
  'audit.record': (book, act) => [
    {
      certificateId: `q-${act.other % 6}`,
      grantId: idOf(book, act, 'grant', 'signed', 'terminated'),
      auditor: act.sensible ? 'bystander' : 'cso',
      opinion: among(['unqualified', 'adverse', 'qualified'], act.other),
      periodStart: '2026-01-01',
      periodEnd: '2026-02-28',
      sha256: 'a'.repeat(64),
      findings: secret,
    },
  ],
  'sub-grant.sign': (book, act) => [
    {
      subGrantId: idOf(book, act, 'sub-grant', 'absent'),
      grantId: idOf(book, { ...act, pick: act.other }, 'grant', 'signed'),
      partner: act.sensible ? 'coop' : 'cso',
      amount: dollars(act.cents),
    },
  ],
  'sub-grant.pay': (book, act) => [
    { subGrantId: idOf(book, act, 'sub-grant', 'signed'), amount: dollars(1 + (act.cents % 20)) },
  ],
  'sub-grant.report': (book, act) => [
    { subGrantId: idOf(book, act, 'sub-grant', 'signed'), amount: dollars(1 + (act.cents % 20)) },
  ],
  'sub-grant.accept': (book, act) => [
    { subGrantId: idOf(book, act, 'sub-grant', 'signed'), amount: dollars(1 + (act.cents % 5)) },
    among(['beto', 'beto', 'ana'], act.other),
  ],
  'sub-grant.refund': (book, act) => [
    { subGrantId: idOf(book, act, 'sub-grant', 'signed'), amount: dollars(1 + (act.cents % 5)) },
  ],
  'sub-grant.amend': (book, act) => [
    { subGrantId: idOf(book, act, 'sub-grant', 'signed'), amount: dollars(1 + (act.cents % 60)) },
  ],
  'sub-grant.disallow': (book, act) => [
    {
      subGrantId: idOf(book, act, 'sub-grant', 'signed'),
      amount: dollars(1 + (act.cents % 5)),
      reason: 'ineligible',
      ...(act.other % 3 === 0 ? { of: 'accepted' } : {}),
      comment: secret,
    },
    among(['beto', 'beto', 'ana'], act.other),
  ],
  'sub-grant.write-off': (book, act) => [
    { subGrantId: idOf(book, act, 'sub-grant', 'signed'), amount: dollars(1 + (act.cents % 5)), reason: secret },
  ],
  'sub-grant.close': (book, act) => [{ subGrantId: idOf(book, act, 'sub-grant', 'signed') }],
  'project-income.earn': (book, act) => [
    {
      incomeId: idOf(book, act, 'project-income', 'absent'),
      grantId: among(ids.grant, act.other),
      source: 'sales',
      what: 'Seedlings',
      use: among(['reinvested', 'reduces-grant', 'revolving-fund'], act.pick),
      amount: dollars(1 + (act.cents % 8)),
    },
  ],
  'revolving-fund.open': (_, act) => [
    { revolvingFundId: 'm-1', grantId: among(ids.grant, act.other), title: { en: 'Microcredit' } },
  ],
  'revolving-fund.pay-in': (_, act) => [{ ...revolving(act), source: 'grant' }],
  'revolving-fund.lend': (_, act) => [revolving(act)],
  'revolving-fund.repay': (_, act) => [
    { ...revolving(act), ...(act.other % 2 === 0 ? { charges: dollars(1 + (act.other % 3)) } : {}) },
  ],
  'revolving-fund.write-off': (_, act) => [revolving(act)],
  'revolving-fund.withdraw': (_, act) => [revolving(act)],
  'asset.acquire': (book, act) => [
    {
      assetId: idOf(book, act, 'asset', 'absent'),
      grantId: among(ids.grant, act.other),
      description: 'Pump',
      value: dollars(act.cents),
    },
  ],
  'asset.dispose': (book, act) => [
    {
      assetId: idOf(book, act, 'asset', 'held'),
      ...(act.other % 2 === 0
        ? {
            how: 'sold',
            proceeds: {
              incomeId: idOf(book, act, 'project-income', 'absent'),
              use: among(['reinvested', 'reduces-grant'], act.pick),
              amount: dollars(1 + (act.cents % 8)),
            },
          }
        : { how: 'scrapped' }),
    },
  ],
  'asset.transfer': (book, act) => [
    { assetId: idOf(book, act, 'asset', 'held'), custodian: among(['coop', 'cso', 'nobody'], act.other) },
  ],
  'asset.verify': (book, act) => [
    { assetId: idOf(book, act, 'asset', 'held'), condition: among(['in-use', 'idle', 'missing'], act.other) },
  ],
  'in-kind.pledge': (book, act) => [hours(idOf(book, act, 'in-kind', 'absent'), act)],
  'in-kind.deliver': (book, act) => [
    { ...hours(idOf(book, act, 'in-kind', 'pledged', 'absent'), act), evidence: ['ab'.repeat(32)] },
  ],
  'in-kind.value': (book, act) => [
    {
      inKindId: idOf(book, act, 'in-kind', 'delivered'),
      value: dollars(act.cents),
      method: 'Tariff of volunteers',
    },
  ],
} satisfies Record<string, Make>;

const revolving = (act: Chance) => ({ revolvingFundId: 'm-1', amount: dollars(1 + (act.cents % 12)) });

const hours = (inKindId: string, act: Chance) => ({
  inKindId,
  partner: among(['cso', 'cso', 'coop'], act.other),
  kind: among(['hours', 'salaries', 'goods'], act.pick),
  what: 'Work days',
  quantity: String(1 + (act.cents % 9)),
  unit: 'day',
});
