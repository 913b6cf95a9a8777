import { describe, expect, test } from '@jest/globals';
import { formatAmount } from '#kernel/money';
import { currency } from '#kernel/currency';
import { facts } from '#domain/domain';
import { reversible } from '#domain/reversal/reversal';
import { type Posting, assertZeroSum, postingsOf } from '#ledger/postings';

const usd = (amount: string) => ({ amount, currency: 'USD' });
const eur = (amount: string) => ({ amount, currency: 'EUR' });
const gbp = (amount: string) => ({ amount, currency: 'GBP' });
const c1 = (amount: string) => [{ contribution: 'c-1', amount: usd(amount) }];
const terms = { contributor: 'donor', earmark: 'water' };
const grant = { grant: 'g-1', activity: 'a-1', payee: 'cso' };
const bank = { bankAccount: 'main' };
const paid = {
  ...grant,
  ...bank,
  amount: usd('100.00'),
  lines: [
    { earmark: 'water', amount: usd('60.00'), attribution: c1('60.00') },
    { earmark: 'none', amount: usd('40.00'), attribution: c1('40.00') },
  ],
};
const cofinancing = { grant: 'g-1', partner: 'coop', origin: 'public', form: 'kind', amount: eur('9.00') };

/** What each event posts, as the accounting of funds has it: `Dr` and `Cr` in the order of its rows. */
const table: readonly (readonly [event: string, stream: string, data: object, lines: readonly string[]])[] = [
  [
    'contribution.pledged',
    'contribution:c-1',
    { ...terms, amount: usd('10.00') },
    ['Dr memo:pledge:c-1 10.00 USD', 'Cr memo-contra:pledge 10.00 USD'],
  ],
  [
    'contribution.committed',
    'contribution:c-1',
    { ...terms, amount: eur('100.00'), home: usd('108.25'), rate: { rate: '1.0825', source: 'ECB', date: '2026-01-01' } },
    [
      'Dr receivable:c-1 100.00 EUR',
      'Cr deferred:c-1 100.00 EUR',
      'Dr resources 108.25 USD',
      'Cr unallocated:water 108.25 USD',
    ],
  ],
  [
    'contribution.committed',
    'contribution:c-1',
    {
      ...terms,
      amount: usd('100.00'),
      home: usd('100.00'),
      clearsShortfall: usd('7.00'),
      applied: { amount: usd('40.00'), funded: usd('40.00') },
      clearsCoverShortfall: usd('5.00'),
    },
    [
      'Dr receivable:c-1 100.00 USD',
      'Cr deferred:c-1 100.00 USD',
      'Dr resources 100.00 USD',
      'Cr shortfall:water 7.00 USD',
      'Cr unallocated:water 93.00 USD',
      'Dr due-to-contributor:c-1 40.00 USD',
      'Cr receivable:c-1 40.00 USD',
      'Dr funded 40.00 USD',
      'Cr cover-shortfall:water 5.00 USD',
      'Cr cover:water:c-1 35.00 USD',
    ],
  ],
  [
    'contribution.received',
    'contribution:c-1',
    { ...terms, ...bank, amount: eur('120.00'), settles: eur('100.00'), excess: eur('20.00'), funded: usd('108.25') },
    [
      'Dr bank:main 120.00 EUR',
      'Cr receivable:c-1 100.00 EUR',
      'Cr due-to-contributor:c-1 20.00 EUR',
      'Dr funded 108.25 USD',
      'Cr cover:water:c-1 108.25 USD',
    ],
  ],
  [
    'contribution.condition-met',
    'contribution:c-1',
    { ...terms, condition: 'audit', amount: usd('50.00'), home: usd('50.00'), recognises: usd('50.00') },
    [
      'Dr receivable:c-1 50.00 USD',
      'Cr deferred:c-1 50.00 USD',
      'Dr resources 50.00 USD',
      'Cr unallocated:water 50.00 USD',
      'Dr deferred:c-1 50.00 USD',
      'Cr income:c-1 50.00 USD',
    ],
  ],
  [
    'contribution.amended',
    'contribution:c-1',
    {
      ...terms,
      change: 'cut',
      amount: usd('60.00'),
      home: usd('60.00'),
      shortfall: usd('40.00'),
      unsettles: { amount: usd('50.00'), funded: usd('50.00'), coverShortfall: usd('20.00') },
      recognised: usd('5.00'),
    },
    [
      'Dr deferred:c-1 55.00 USD',
      'Dr income:c-1 5.00 USD',
      'Cr receivable:c-1 10.00 USD',
      'Cr due-to-contributor:c-1 50.00 USD',
      'Dr unallocated:water 20.00 USD',
      'Dr shortfall:water 40.00 USD',
      'Cr resources 60.00 USD',
      'Dr cover:water:c-1 30.00 USD',
      'Dr cover-shortfall:water 20.00 USD',
      'Cr funded 50.00 USD',
    ],
  ],
  [
    'contribution.written-off',
    'contribution:c-1',
    { ...terms, amount: usd('60.00'), home: usd('60.00'), recognised: usd('60.00') },
    ['Dr impairment 60.00 USD', 'Cr receivable:c-1 60.00 USD', 'Dr unallocated:water 60.00 USD', 'Cr resources 60.00 USD'],
  ],
  [
    'contribution.received',
    'contribution:c-1',
    {
      ...terms,
      ...bank,
      amount: usd('105.00'),
      sent: eur('100.00'),
      settles: eur('90.00'),
      excess: eur('10.00'),
      funded: usd('99.00'),
      exchange: { difference: usd('-4.50'), shortfall: usd('1.50') },
      recognises: eur('90.00'),
    },
    [
      'Dr bank:main 105.00 USD',
      'Cr fx:EUR 105.00 USD',
      'Dr fx:EUR 100.00 EUR',
      'Cr receivable:c-1 90.00 EUR',
      'Cr due-to-contributor:c-1 10.00 EUR',
      'Cr resources 4.50 USD',
      'Dr shortfall:water 1.50 USD',
      'Dr unallocated:water 3.00 USD',
      'Dr funded 94.50 USD',
      'Cr cover:water:c-1 94.50 USD',
      'Dr deferred:c-1 90.00 EUR',
      'Cr income:c-1 90.00 EUR',
    ],
  ],
  [
    'contribution.received',
    'contribution:c-1',
    {
      ...terms,
      ...bank,
      amount: usd('25.00'),
      settles: usd('25.00'),
      funded: usd('25.00'),
      raises: { amount: usd('25.00'), home: usd('25.00'), clearsShortfall: usd('5.00') },
      givers: 3,
    },
    [
      'Dr bank:main 25.00 USD',
      'Dr receivable:c-1 25.00 USD',
      'Cr deferred:c-1 25.00 USD',
      'Dr resources 25.00 USD',
      'Cr shortfall:water 5.00 USD',
      'Cr unallocated:water 20.00 USD',
      'Cr receivable:c-1 25.00 USD',
      'Dr funded 25.00 USD',
      'Cr cover:water:c-1 25.00 USD',
    ],
  ],
  [
    'contribution.brought-forward',
    'contribution:c-1',
    {
      ...terms,
      settles: usd('90.00'),
      excess: usd('10.00'),
      funded: usd('90.00'),
      spent: usd('70.00'),
      recognised: usd('60.00'),
    },
    [
      'Dr net-assets:opening 100.00 USD',
      'Cr receivable:c-1 90.00 USD',
      'Cr due-to-contributor:c-1 10.00 USD',
      'Dr deferred:c-1 60.00 USD',
      'Cr net-assets:opening 60.00 USD',
      'Dr unallocated:water 70.00 USD',
      'Cr spent:water:opening 70.00 USD',
      'Dr funded 90.00 USD',
      'Cr cover:water:c-1 20.00 USD',
      'Cr covered:*:c-1 70.00 USD',
    ],
  ],
  [
    'contribution.brought-forward',
    'contribution:c-1',
    { ...terms, settles: eur('90.00'), excess: eur('10.00'), funded: usd('99.00'), worth: usd('110.00'), spent: usd('0.00') },
    [
      'Dr net-assets:opening 110.00 USD',
      'Cr fx:EUR 110.00 USD',
      'Dr fx:EUR 100.00 EUR',
      'Cr receivable:c-1 90.00 EUR',
      'Cr due-to-contributor:c-1 10.00 EUR',
      'Dr funded 99.00 USD',
      'Cr cover:water:c-1 99.00 USD',
    ],
  ],
  [
    'contribution.received',
    'contribution:c-1',
    { ...terms, ...bank, amount: gbp('80.00'), settles: eur('90.00'), excess: eur('10.00'), funded: usd('99.00') },
    [
      'Dr bank:main 80.00 GBP',
      'Cr fx:GBP 80.00 GBP',
      'Dr fx:GBP 99.00 USD',
      'Cr fx:EUR 99.00 USD',
      'Dr fx:EUR 100.00 EUR',
      'Cr receivable:c-1 90.00 EUR',
      'Cr due-to-contributor:c-1 10.00 EUR',
      'Dr funded 99.00 USD',
      'Cr cover:water:c-1 99.00 USD',
    ],
  ],
  [
    'contribution.returned',
    'contribution:c-1',
    {
      ...terms,
      ...bank,
      amount: usd('44.00'),
      worth: usd('44.00'),
      fromDue: eur('10.00'),
      fromCommitment: { amount: eur('30.00'), recognised: eur('5.00'), home: usd('33.00') },
    },
    [
      'Cr bank:main 44.00 USD',
      'Dr fx:EUR 44.00 USD',
      'Cr fx:EUR 40.00 EUR',
      'Dr due-to-contributor:c-1 10.00 EUR',
      'Dr deferred:c-1 25.00 EUR',
      'Dr income:c-1 5.00 EUR',
      'Dr unallocated:water 33.00 USD',
      'Cr resources 33.00 USD',
      'Dr cover:water:c-1 33.00 USD',
      'Cr funded 33.00 USD',
    ],
  ],
  [
    'income.recognised',
    'contribution:c-1',
    { ...terms, amount: usd('12.00'), spent: usd('12.00') },
    ['Dr deferred:c-1 12.00 USD', 'Cr income:c-1 12.00 USD'],
  ],
  [
    'interest.returned',
    'interest:i-1',
    { ...bank, contribution: 'c-1', earmark: 'water', amount: usd('3.00'), home: usd('3.00') },
    ['Dr due-to-contributor:c-1 3.00 USD', 'Cr bank:main 3.00 USD'],
  ],
  [
    'opening.recorded',
    'opening:fund-1',
    {
      bankAccounts: [
        { bankAccount: 'main', amount: usd('40.00'), home: usd('40.00') },
        { bankAccount: 'euros', amount: eur('-1.00'), home: usd('-1.10') },
      ],
      own: [{ earmark: 'water', amount: usd('2.00') }],
      underGrants: usd('30.00'),
    },
    [
      'Dr bank:main 40.00 USD',
      'Cr net-assets:opening 40.00 USD',
      'Cr bank:euros 1.00 EUR',
      'Dr fx:EUR 1.00 EUR',
      'Cr fx:EUR 1.10 USD',
      'Dr net-assets:opening 1.10 USD',
      'Dr resources 2.00 USD',
      'Cr unallocated:water 2.00 USD',
      'Dr funded 2.00 USD',
      'Cr cover:water:* 2.00 USD',
    ],
  ],
  [
    'opening.grant-brought',
    'opening:fund-1',
    { ...grant, amount: usd('100.00'), lines: paid.lines, outstandingAdvance: usd('30.00'), payable: usd('5.00') },
    [
      'Dr advance:g-1 30.00 USD',
      'Cr net-assets:opening 30.00 USD',
      'Dr net-assets:opening 5.00 USD',
      'Cr payable:g-1 5.00 USD',
      'Dr committed:water:g-1 60.00 USD',
      'Cr disbursed:water:g-1 60.00 USD',
      'Dr committed:none:g-1 40.00 USD',
      'Cr disbursed:none:g-1 40.00 USD',
    ],
  ],
  [
    'in-kind.valued',
    'in-kind:h-1',
    { partner: 'cso', kind: 'hours', for: { kind: 'fund' }, value: eur('9.00'), home: usd('10.00'), recognised: true },
    [
      'Dr memo:in-kind:h-1 10.00 USD',
      'Cr memo-contra:in-kind 10.00 USD',
      'Dr expense:none:in-kind 10.00 USD',
      'Cr income:* 10.00 USD',
    ],
  ],
  [
    'in-kind.valued',
    'in-kind:h-1',
    {
      partner: 'donor',
      kind: 'salaries',
      notNew: 'official-salaries',
      for: { kind: 'fund' },
      value: usd('9.00'),
      home: usd('9.00'),
    },
    ['Dr memo:in-kind-not-new:h-1 9.00 USD', 'Cr memo-contra:in-kind-not-new 9.00 USD'],
  ],
  [
    'interest.received',
    'interest:i-1',
    {
      ...bank,
      earmark: 'water',
      treatment: 'kept',
      amount: usd('3.00'),
      home: usd('3.00'),
      earned: c1('3.00'),
      attribution: c1('3.00'),
    },
    [
      'Dr bank:main 3.00 USD',
      'Cr income:c-1 3.00 USD',
      'Dr resources 3.00 USD',
      'Cr unallocated:water 3.00 USD',
      'Dr funded 3.00 USD',
      'Cr cover:water:c-1 3.00 USD',
    ],
  ],
  [
    'interest.received',
    'interest:i-1',
    {
      ...bank,
      earmark: 'water',
      treatment: 'owed-back',
      amount: usd('3.00'),
      home: usd('3.00'),
      earned: c1('3.00'),
      attribution: c1('3.00'),
    },
    ['Dr bank:main 3.00 USD', 'Cr due-to-contributor:c-1 3.00 USD'],
  ],
  [
    'bank-charge.recorded',
    'bank-charge:b-1',
    {
      ...bank,
      earmark: 'none',
      amount: usd('9.00'),
      home: usd('9.00'),
      fromAllocated: usd('4.00'),
      shortfall: usd('5.00'),
      attribution: c1('6.00'),
      coverShortfall: usd('3.00'),
    },
    [
      'Dr bank-charges:main 9.00 USD',
      'Cr bank:main 9.00 USD',
      'Dr allocated:none:administration 4.00 USD',
      'Dr shortfall:none 5.00 USD',
      'Cr spent:none:bank-charges 9.00 USD',
      'Dr cover:none:c-1 6.00 USD',
      'Cr covered:administration:c-1 6.00 USD',
      'Dr cover-shortfall:none 3.00 USD',
      'Cr covered:administration:* 3.00 USD',
    ],
  ],
  [
    'allocation.made',
    'allocation:l-1',
    { earmark: 'water', window: 'small', amount: usd('50.00') },
    ['Dr unallocated:water 50.00 USD', 'Cr allocated:water:small 50.00 USD'],
  ],
  [
    'allocation.made',
    'allocation:l-1',
    { earmark: 'none', window: 'administration', amount: usd('50.00'), clearsShortfall: usd('20.00') },
    ['Dr unallocated:none 50.00 USD', 'Cr shortfall:none 20.00 USD', 'Cr allocated:none:administration 30.00 USD'],
  ],
  [
    'grant.signed',
    'grant:g-1',
    {
      activity: 'a-1',
      payee: 'cso',
      executor: 'cso',
      amount: usd('100.00'),
      lines: [
        { earmark: 'water', window: 'small', amount: usd('60.00'), attribution: c1('60.00') },
        {
          earmark: 'none',
          window: 'general',
          amount: usd('40.00'),
          attribution: [...c1('25.00'), { contribution: '*', amount: usd('15.00') }],
        },
      ],
      instalments: [],
    },
    [
      'Dr allocated:water:small 60.00 USD',
      'Cr committed:water:g-1 60.00 USD',
      'Dr cover:water:c-1 60.00 USD',
      'Cr covered:g-1:c-1 60.00 USD',
      'Dr allocated:none:general 40.00 USD',
      'Cr committed:none:g-1 40.00 USD',
      'Dr cover:none:c-1 25.00 USD',
      'Cr covered:g-1:c-1 25.00 USD',
      'Dr cover:none:* 15.00 USD',
      'Cr covered:g-1:* 15.00 USD',
    ],
  ],
  [
    'disbursement.approved',
    'disbursement:d-1',
    { grant: 'g-1', amount: usd('100.00'), lines: paid.lines },
    [
      'Dr committed:water:g-1 60.00 USD',
      'Cr ordered:water:d-1 60.00 USD',
      'Dr committed:none:g-1 40.00 USD',
      'Cr ordered:none:d-1 40.00 USD',
    ],
  ],
  ...(['disbursement.cancelled', 'disbursement.rejected'] as const).map(
    (type) =>
      [
        type,
        'disbursement:d-1',
        { grant: 'g-1', lines: [{ earmark: 'water', amount: usd('60.00') }] },
        ['Cr committed:water:g-1 60.00 USD', 'Dr ordered:water:d-1 60.00 USD'],
      ] as const,
  ),
  [
    'disbursement.paid',
    'disbursement:d-1',
    { ...paid, kind: 'advance' },
    [
      'Dr advance:g-1 100.00 USD',
      'Cr bank:main 100.00 USD',
      'Dr ordered:water:d-1 60.00 USD',
      'Cr disbursed:water:g-1 60.00 USD',
      'Dr ordered:none:d-1 40.00 USD',
      'Cr disbursed:none:g-1 40.00 USD',
    ],
  ],
  [
    'disbursement.paid',
    'disbursement:d-1',
    { ...paid, kind: 'advance', toPayable: usd('30.00'), lines: [] },
    ['Dr advance:g-1 70.00 USD', 'Dr payable:g-1 30.00 USD', 'Cr bank:main 100.00 USD'],
  ],
  ...(['reimbursement', 'balance'] as const).map(
    (kind) =>
      [
        'disbursement.paid',
        'disbursement:d-1',
        { ...paid, kind, lines: [] },
        ['Dr payable:g-1 100.00 USD', 'Cr bank:main 100.00 USD'],
      ] as const,
  ),
  [
    'disbursement.bounced',
    'disbursement:d-1',
    { ...paid, kind: 'advance', lines: [paid.lines[0]], toAdvance: usd('75.00'), toPayable: usd('25.00') },
    [
      'Dr bank:main 100.00 USD',
      'Cr advance:g-1 75.00 USD',
      'Cr payable:g-1 25.00 USD',
      'Dr disbursed:water:g-1 60.00 USD',
      'Cr ordered:water:d-1 60.00 USD',
    ],
  ],
  [
    'expenditure.accepted',
    'expenditure:r-1',
    {
      ...grant,
      total: usd('90.00'),
      lines: [
        { earmark: 'water', category: 'wages', amount: usd('54.00') },
        { earmark: 'none', category: 'wages', amount: usd('36.00') },
      ],
      clearsAdvance: usd('70.00'),
      toPayable: usd('20.00'),
    },
    [
      'Dr expense:water:wages 54.00 USD',
      'Dr expense:none:wages 36.00 USD',
      'Cr advance:g-1 70.00 USD',
      'Cr payable:g-1 20.00 USD',
    ],
  ],
  [
    'refund.due',
    'refund:f-1',
    { ...grant, amount: usd('8.00'), ground: 'unspent' },
    ['Dr recoverable:g-1 8.00 USD', 'Cr advance:g-1 8.00 USD'],
  ],
  [
    'refund.received',
    'refund:f-1',
    {
      ...paid,
      amount: usd('75.00'),
      settles: usd('50.00'),
      clearsAdvance: usd('5.00'),
      toPayable: usd('20.00'),
      lines: [paid.lines[0]],
    },
    [
      'Dr bank:main 75.00 USD',
      'Cr recoverable:g-1 50.00 USD',
      'Cr advance:g-1 5.00 USD',
      'Cr payable:g-1 20.00 USD',
      'Dr disbursed:water:g-1 60.00 USD',
      'Cr committed:water:g-1 60.00 USD',
    ],
  ],
  [
    'refund.received',
    'refund:f-1',
    {
      ...paid,
      settles: usd('100.00'),
      toPayable: usd('0.00'),
      lines: [{ ...paid.lines[0], uncovered: { amount: usd('60.00'), short: usd('45.00') } }],
    },
    [
      'Dr bank:main 100.00 USD',
      'Cr recoverable:g-1 100.00 USD',
      'Dr disbursed:water:g-1 60.00 USD',
      'Cr committed:water:g-1 60.00 USD',
      'Cr cover-shortfall:water 45.00 USD',
      'Cr cover:water:* 15.00 USD',
      'Dr covered:g-1:* 60.00 USD',
    ],
  ],
  [
    'refund.received',
    'refund:f-1',
    {
      ...paid,
      amount: usd('60.00'),
      settles: usd('60.00'),
      toPayable: usd('0.00'),
      lines: [
        {
          ...paid.lines[0],
          freed: {
            covered: [{ contribution: 'c-1', amount: usd('60.00') }],
            toCover: [{ contribution: 'c-1', amount: usd('50.00') }],
            clearsCoverShortfall: usd('10.00'),
            clearsShortfall: usd('15.00'),
          },
        },
      ],
    },
    [
      'Dr bank:main 60.00 USD',
      'Cr recoverable:g-1 60.00 USD',
      'Dr disbursed:water:g-1 60.00 USD',
      'Cr shortfall:water 15.00 USD',
      'Cr unallocated:water 45.00 USD',
      'Dr covered:g-1:c-1 60.00 USD',
      'Cr cover:water:c-1 50.00 USD',
      'Cr cover-shortfall:water 10.00 USD',
    ],
  ],
  [
    'refund.set-off',
    'refund:f-1',
    {
      ...paid,
      amount: usd('60.00'),
      against: { grant: 'g-2', activity: 'a-1', use: 'payable' },
      lines: [paid.lines[0]],
      pays: [{ ...paid.lines[0], earmark: 'none' }],
    },
    [
      'Dr payable:g-2 60.00 USD',
      'Cr recoverable:g-1 60.00 USD',
      'Dr disbursed:water:g-1 60.00 USD',
      'Cr committed:water:g-1 60.00 USD',
      'Dr committed:none:g-2 60.00 USD',
      'Cr disbursed:none:g-2 60.00 USD',
    ],
  ],
  [
    'refund.written-off',
    'refund:f-1',
    { ...paid, amount: usd('8.00') },
    ['Dr impairment 8.00 USD', 'Cr recoverable:g-1 8.00 USD'],
  ],
  [
    'refund.written-off',
    'refund:f-1',
    { ...paid, amount: usd('8.00'), unaccepted: usd('8.00') },
    [
      'Dr impairment 8.00 USD',
      'Cr recoverable:g-1 8.00 USD',
      'Dr unaccepted:g-1:written-off 8.00 USD',
      'Cr memo-contra:unaccepted 8.00 USD',
    ],
  ],
  [
    'refund.received',
    'refund:f-1',
    { ...paid, settles: usd('60.00'), inExcess: usd('40.00'), lines: [paid.lines[0]] },
    [
      'Dr bank:main 100.00 USD',
      'Cr recoverable:g-1 60.00 USD',
      'Cr over-refunded:g-1 40.00 USD',
      'Dr disbursed:water:g-1 60.00 USD',
      'Cr committed:water:g-1 60.00 USD',
    ],
  ],
  [
    'refund.returned',
    'refund:f-1',
    { ...paid, amount: usd('40.00') },
    ['Dr over-refunded:g-1 40.00 USD', 'Cr bank:main 40.00 USD'],
  ],
  [
    'expenditure.disallowed',
    'expenditure:r-1',
    {
      ...paid,
      of: 'accepted',
      total: usd('9.00'),
      lines: [{ earmark: 'water', category: 'wages', amount: usd('9.00') }],
      budgeted: true,
    },
    [
      'Dr recoverable:g-1 9.00 USD',
      'Cr expense:water:wages 9.00 USD',
      'Cr accepted:g-1:wages 9.00 USD',
      'Dr memo-contra:accepted 9.00 USD',
    ],
  ],
  ['expenditure.disallowed', 'expenditure:r-1', { ...paid, of: 'reported', total: usd('9.00'), lines: [] }, []],
  [
    'expenditure.appeal-decided',
    'expenditure:r-1',
    {
      ...paid,
      of: 'accepted',
      total: usd('9.00'),
      lines: [{ earmark: 'water', category: 'wages', amount: usd('9.00') }],
      toRecoverable: usd('4.00'),
      clearsAdvance: usd('3.00'),
      toPayable: usd('2.00'),
    },
    ['Dr expense:water:wages 9.00 USD', 'Cr recoverable:g-1 4.00 USD', 'Cr advance:g-1 3.00 USD', 'Cr payable:g-1 2.00 USD'],
  ],
  ...(['agreed', 'reported', 'accepted'] as const).map(
    (stage) =>
      [
        `cofinancing.${stage}`,
        'cofinancing:k-1',
        cofinancing,
        [`Dr memo:cofinancing-${stage}-kind:g-1:coop:public 9.00 EUR`, `Cr memo-contra:cofinancing-${stage}-kind 9.00 EUR`],
      ] as const,
  ),
  [
    'cost.approved',
    'cost:k-1',
    { line: 'rent', earmark: 'water', home: usd('9.00'), attribution: c1('9.00') },
    [
      'Dr allocated:water:administration 9.00 USD',
      'Cr ordered:water:cost:k-1 9.00 USD',
      'Dr cover:water:c-1 9.00 USD',
      'Cr covered:administration:c-1 9.00 USD',
    ],
  ],
  [
    'cost.paid',
    'cost:k-1',
    {
      line: 'rent',
      earmark: 'water',
      amount: eur('7.00'),
      ...bank,
      home: usd('7.50'),
      attribution: c1('7.50'),
      released: { amount: usd('1.50'), attribution: c1('1.50'), free: c1('1.00'), clearsCoverShortfall: usd('0.50') },
    },
    [
      'Dr cost:water:rent 7.00 EUR',
      'Cr bank:main 7.00 EUR',
      'Dr ordered:water:cost:k-1 7.50 USD',
      'Cr spent:water:rent 7.50 USD',
      'Dr ordered:water:cost:k-1 1.50 USD',
      'Cr allocated:water:administration 1.50 USD',
      'Dr covered:administration:c-1 1.50 USD',
      'Cr cover:water:c-1 1.00 USD',
      'Cr cover-shortfall:water 0.50 USD',
    ],
  ],
  [
    'fee.charged',
    'fee:m-1',
    { earmark: 'water', amount: usd('9.00'), ...bank, attribution: c1('9.00') },
    [
      'Dr cost:water:fee 9.00 USD',
      'Cr bank:main 9.00 USD',
      'Dr unallocated:water 9.00 USD',
      'Cr spent:water:fee 9.00 USD',
      'Dr cover:water:c-1 9.00 USD',
      'Cr covered:administration:c-1 9.00 USD',
    ],
  ],
  [
    'cash.transferred',
    'cash:x-1',
    { from: 'main', to: 'savings', amount: usd('9.00') },
    ['Dr bank:savings 9.00 USD', 'Cr bank:main 9.00 USD'],
  ],
  [
    'cash.converted',
    'cash:x-1',
    {
      from: 'euros',
      to: 'main',
      sold: eur('100.00'),
      bought: usd('110.00'),
      soldHome: usd('108.00'),
      boughtHome: usd('110.00'),
      difference: {
        kind: 'gain',
        amount: usd('2.00'),
        earmark: 'water',
        clearsShortfall: usd('0.50'),
        clearsCoverShortfall: usd('0.30'),
        attribution: c1('1.70'),
      },
    },
    [
      'Dr bank:main 110.00 USD',
      'Cr bank:euros 100.00 EUR',
      'Dr fx:EUR 100.00 EUR',
      'Cr fx:EUR 108.00 USD',
      'Cr fx-gain 2.00 USD',
      'Dr resources 2.00 USD',
      'Cr shortfall:water 0.50 USD',
      'Cr unallocated:water 1.50 USD',
      'Dr funded 2.00 USD',
      'Cr cover-shortfall:water 0.30 USD',
      'Cr cover:water:c-1 1.70 USD',
    ],
  ],
  [
    'cash.converted',
    'cash:x-2',
    {
      from: 'main',
      to: 'euros',
      sold: usd('110.00'),
      bought: eur('100.00'),
      soldHome: usd('110.00'),
      boughtHome: usd('108.00'),
      difference: {
        kind: 'loss',
        amount: usd('2.00'),
        earmark: 'water',
        attribution: c1('1.20'),
        shortfall: usd('0.50'),
        coverShortfall: usd('0.80'),
      },
    },
    [
      'Dr bank:euros 100.00 EUR',
      'Cr bank:main 110.00 USD',
      'Cr fx:EUR 100.00 EUR',
      'Dr fx:EUR 108.00 USD',
      'Dr fx-loss 2.00 USD',
      'Dr unallocated:water 1.50 USD',
      'Dr shortfall:water 0.50 USD',
      'Cr resources 2.00 USD',
      'Dr cover:water:c-1 1.20 USD',
      'Dr cover-shortfall:water 0.80 USD',
      'Cr funded 2.00 USD',
    ],
  ],
  [
    'bank.unmatched',
    'bank:u-1',
    { ...bank, direction: 'out', amount: eur('2.00'), out: { earmark: 'water', home: usd('2.16') } },
    [
      'Dr suspense:main 2.00 EUR',
      'Cr bank:main 2.00 EUR',
      'Dr shortfall:water 2.16 USD',
      'Cr spent:water:suspense 2.16 USD',
      'Dr cover-shortfall:water 2.16 USD',
      'Cr covered:suspense:* 2.16 USD',
    ],
  ],
  [
    'bank.unmatched',
    'bank:u-2',
    { ...bank, direction: 'in', amount: usd('2.00') },
    ['Dr bank:main 2.00 USD', 'Cr suspense:main 2.00 USD'],
  ],
  [
    'bank.explained',
    'bank:u-1',
    {
      ...bank,
      direction: 'out',
      amount: eur('2.00'),
      out: { earmark: 'water', home: usd('2.16'), fromShortfall: usd('2.00'), fromCoverShortfall: usd('0.16') },
    },
    [
      'Cr suspense:main 2.00 EUR',
      'Dr bank:main 2.00 EUR',
      'Dr spent:water:suspense 2.16 USD',
      'Cr shortfall:water 2.00 USD',
      'Cr unallocated:water 0.16 USD',
      'Dr covered:suspense:* 2.16 USD',
      'Cr cover-shortfall:water 0.16 USD',
      'Cr cover:water:* 2.00 USD',
    ],
  ],
  [
    'period.revalued',
    'period:2026-01',
    {
      period: '2026-01',
      lines: [
        { currency: 'EUR', difference: usd('-2.00') },
        { currency: 'GBP', difference: usd('5.00') },
        { currency: 'CHF', difference: usd('0.00') },
      ],
      difference: { kind: 'gain', amount: usd('3.00'), earmark: 'water', attribution: c1('3.00') },
    },
    [
      'Cr fx:EUR 2.00 USD',
      'Dr fx-loss 2.00 USD',
      'Dr fx:GBP 5.00 USD',
      'Cr fx-gain 5.00 USD',
      'Dr resources 3.00 USD',
      'Cr unallocated:water 3.00 USD',
      'Dr funded 3.00 USD',
      'Cr cover:water:c-1 3.00 USD',
    ],
  ],
  [
    'period.result-carried',
    'period:2026',
    {
      period: '2026',
      lines: [
        { account: 'income:c-1', amount: eur('-9.00'), restriction: 'water' },
        { account: 'cost:none:rent', amount: usd('4.00'), restriction: 'none' },
      ],
    },
    ['Dr income:c-1 9.00 EUR', 'Cr net-assets:water 9.00 EUR', 'Cr cost:none:rent 4.00 USD', 'Dr net-assets:none 4.00 USD'],
  ],
];

/** A reversal of a row of the table, with what it has of its own. */
const reversal = (index: number, own: object = {}) => {
  const [type, stream, data] = table[index]!;
  const kind = stream.slice(0, stream.indexOf(':'));
  return {
    type: `${kind}.reversed`,
    schemaVersion: 1,
    stream,
    data: { reverses: { position: 4, type, schemaVersion: 1, data }, ...own },
  };
};

const words = (lines: readonly Posting[]): string[] =>
  lines.map(({ account, currency: code, amountMinor }) => {
    const amount = formatAmount(amountMinor < 0n ? -amountMinor : amountMinor, currency(code));
    return `${amountMinor < 0n ? 'Cr' : 'Dr'} ${account} ${amount} ${code}`;
  });

describe('the postings of', () => {
  test.each(table.map((row, index) => [row[0], index] as const))('%s are those of the accounting (row %i)', (_, index) => {
    const [type, stream, data, lines] = table[index]!;
    const posted = postingsOf({ type, schemaVersion: 1, stream, data });
    expect(words(posted).toSorted()).toEqual([...lines].toSorted());
    expect(() => assertZeroSum(posted)).not.toThrow();
  });

  test('every fact are in the table', () => {
    expect([...facts].filter((type) => !table.some(([each]) => each === type))).toEqual([]);
  });

  test.each([
    ['partner.registered', 'partner:p-1'],
    ['fund.established', 'fund:fund-1'],
    ['fund.rules-amended', 'fund:fund-1'],
    ['activity.identified', 'activity:a-1'],
    ['contribution.collection-opened', 'contribution:c-1'],
    ['in-kind.pledged', 'in-kind:h-1'],
    ['in-kind.delivered', 'in-kind:h-1'],
    ['contribution.condition-ended', 'contribution:c-1'],
    ['contribution.rescheduled', 'contribution:c-1'],
    ['activity.partner-joined', 'activity:a-1'],
    ['activity.completed', 'activity:a-1'],
    ['disbursement.requested', 'disbursement:d-1'],
    ['disbursement.acknowledged', 'disbursement:d-1'],
    ['expenditure.submitted', 'expenditure:r-1'],
  ])('%s are none', (type, stream) => {
    expect(postingsOf({ type, schemaVersion: 1, stream, data: {} })).toEqual([]);
  });

  test('a reversal are the opposite ones', () => {
    table.forEach((_, index) => {
      if (!reversible.includes(table[index]![0])) return;
      const lines = words(postingsOf(reversal(index)));
      const opposite = table[index]![3].map((each) => (each.startsWith('Dr') ? `Cr${each.slice(2)}` : `Dr${each.slice(2)}`));
      expect(lines.toSorted()).toEqual(opposite.toSorted());
    });
  });

  test('a reversal move what it says on another account, on the same side', () => {
    const allocation = table.findIndex(([type]) => type === 'allocation.made');
    const shifts = [{ account: 'unallocated:water', instead: 'shortfall:water', amount: usd('15.00') }];
    const lines = postingsOf(reversal(allocation, { shifts }));
    expect(words(lines)).toEqual([
      'Cr unallocated:water 50.00 USD',
      'Dr allocated:water:small 50.00 USD',
      'Dr unallocated:water 15.00 USD',
      'Cr shortfall:water 15.00 USD',
    ]);
    expect(() => assertZeroSum(lines)).not.toThrow();
  });

  test('a reversal follow the figures that hold by now', () => {
    const receipt = table.findIndex(([type]) => type === 'contribution.received');
    const restated = {
      ...terms,
      ...bank,
      amount: eur('120.00'),
      settles: eur('90.00'),
      excess: eur('30.00'),
      funded: usd('97.43'),
    };
    expect(words(postingsOf(reversal(receipt, { restated })))).toEqual([
      'Cr bank:main 120.00 EUR',
      'Dr receivable:c-1 90.00 EUR',
      'Dr due-to-contributor:c-1 30.00 EUR',
      'Cr funded 97.43 USD',
      'Dr cover:water:c-1 97.43 USD',
    ]);
  });

  test('a reversal that shifts what its event did not touch are none: it throws', () => {
    const shifts = [{ account: 'unallocated:none', instead: 'shortfall:none', amount: usd('1.00') }];
    expect(() => postingsOf(reversal(0, { shifts }))).toThrow(RangeError);
  });

  test('an event of another form are none: it throws', () => {
    const [type, stream, data] = table[0]!;
    expect(() => postingsOf({ type, schemaVersion: 2, stream, data })).toThrow(RangeError);
    expect(() => postingsOf({ type: 'fund.abolished', schemaVersion: 1, stream, data })).toThrow(
      /no postings for fund.abolished/,
    );
  });
});

describe('lines that do not sum to zero', () => {
  const line = (account: string, amountMinor: bigint, code = 'USD'): Posting => ({ account, currency: code, amountMinor });

  test.each([
    ['in one currency', [line('bank:main', 5n), line('receivable:c-1', -5n, 'EUR')]],
    ['in one set', [line('bank:main', 5n), line('funded', -5n)]],
    ['at all', [line('bank:main', 1n)]],
  ])('%s are refused', (_, lines) => {
    expect(() => assertZeroSum(lines)).toThrow(RangeError);
  });

  test('are not those that do in each', () => {
    expect(() =>
      assertZeroSum([
        line('bank:main', 5n),
        line('receivable:c-1', -5n),
        line('bank:euros', 5n, 'EUR'),
        line('receivable:c-1', -5n, 'EUR'),
      ]),
    ).not.toThrow();
  });
});
