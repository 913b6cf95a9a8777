import { describe, test } from '@jest/globals';
import {
  type Step,
  aFund,
  accepted,
  after,
  allocated,
  anActivity,
  anAdvance,
  committed,
  ecb,
  eur,
  funded,
  given,
  paid,
  received,
  reversed,
  signed,
  usd,
} from '../../../test/support/given.js';

const pledge = { contributionId: 'c-1', contributor: 'donor', amount: usd('1000') };
const amended = (change: 'increase' | 'cut', amount: string, more: object = {}): Step =>
  after('contribution.amend', { contributionId: 'c-1', change, amount: usd(amount), ...more });
const audit = { id: 'audit', text: 'The audit of 2026 is clean.', amount: usd('400'), until: '2026-12-31' };
const conditional = committed('1000', { conditions: [audit] });
const c1 = { contributionId: 'c-1' };

const recognising = (incomeRecognition: string) => aFund({ policy: { incomeRecognition } });
const collection: Step = after(
  'partner.register',
  { partnerId: 'jornada', name: 'Jornada', kind: 'public-collection' },
  {},
  'registry',
);

describe('what depends on a condition', () => {
  test('is not committed with the rest of the agreement', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, conditions: [audit] })
      .gives('contribution.committed', { amount: usd('600'), home: usd('600'), conditions: [audit] })
      .posts(
        'Dr receivable:c-1 600.00 USD',
        'Cr deferred:c-1 600.00 USD',
        'Dr resources 600.00 USD',
        'Cr unallocated:none 600.00 USD',
      );
  });

  test('may be of a policy or of the accounts, and said in several languages', () => {
    const said = { ...audit, kind: 'fiduciary', translations: { en: 'A clean audit.', pt: 'Uma auditoria limpa.' } };
    given(aFund())
      .when('contribution.commit', { ...pledge, conditions: [said] })
      .gives('contribution.committed', { conditions: [said] })
      .when('contribution.commit', { ...pledge, conditions: [{ ...audit, kind: 'other' }] })
      .isWrongIn('conditions[0].kind');
  });

  test('may be all of it', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, amount: usd('400'), conditions: [audit] })
      .gives('contribution.committed', { amount: usd('0'), home: usd('0') })
      .posts();
  });

  test('is never more than all of it', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, amount: usd('300'), conditions: [audit] })
      .rejects('conditions-exceed-agreement', {
        contribution: 'c-1',
        currency: 'USD',
        conditional: '400.00',
        amount: '300.00',
      });
  });

  test('is committed once the condition is met, and not twice', () => {
    given(aFund(), conditional)
      .when('contribution.meet-condition', { ...c1, condition: 'audit' })
      .gives('contribution.condition-met', { condition: 'audit', amount: usd('400'), waived: undefined })
      .posts(
        'Dr receivable:c-1 400.00 USD',
        'Cr deferred:c-1 400.00 USD',
        'Dr resources 400.00 USD',
        'Cr unallocated:none 400.00 USD',
      )
      .when('contribution.meet-condition', { ...c1, condition: 'audit' })
      .writesNothing();
  });

  test('is met by its last day, or waived', () => {
    const soon = committed('1000', { conditions: [{ ...audit, until: '2026-03-01' }] });
    const met = { ...c1, condition: 'audit' };
    given(aFund(), soon)
      .when('contribution.meet-condition', { ...met, valueDate: '2026-03-02' })
      .rejects('contribution-condition-expired', {
        contribution: 'c-1',
        condition: 'audit',
        until: '2026-03-01',
        date: '2026-03-02',
      })
      .when('contribution.meet-condition', { ...met, valueDate: '2026-03-01' })
      .gives('contribution.condition-met');
  });

  test('settles at once with what was received before it', () => {
    given(aFund(), conditional, received('700'))
      .when('contribution.meet-condition', { ...c1, condition: 'audit' })
      .gives('contribution.condition-met', { applied: { amount: usd('100'), funded: usd('100') } })
      .leaves({ 'receivable:c-1': '300.00', 'due-to-contributor:c-1': '0.00', 'cover:none:c-1': '700.00' });
  });

  test('is committed when a body waives it, which its minute shows', () => {
    given(aFund(), conditional)
      .when('contribution.waive-condition', { ...c1, condition: 'audit' })
      .rejects('minute-missing', { command: 'contribution.waive-condition' })
      .when('contribution.waive-condition', { ...c1, condition: 'audit', minute: { body: 'committee', minute: '12/2026' } })
      .gives('contribution.condition-met', { waived: true, amount: usd('400') });
  });

  test('is promised no more when it has failed', () => {
    given(aFund(), conditional)
      .when('contribution.end-condition', { ...c1, condition: 'audit', outcome: 'failed' })
      .gives('contribution.condition-ended', { outcome: 'failed', amount: usd('400') })
      .posts()
      .when('contribution.meet-condition', { ...c1, condition: 'audit' })
      .rejects('wrong-status', { thing: 'condition', id: 'audit', status: 'failed', expected: 'open' });
  });

  test('is one that the agreement has', () => {
    given(aFund(), conditional)
      .when('contribution.meet-condition', { ...c1, condition: 'report' })
      .rejects('contribution-condition-unknown', { contribution: 'c-1', condition: 'report', known: ['audit'] });
  });

  test('keeps its agreement from being undone once it was decided', () => {
    given(aFund(), conditional, after('contribution.end-condition', { ...c1, condition: 'audit', outcome: 'lapsed' }))
      .when('event.reverse', { position: 2 })
      .rejects('not-reversible', { position: 2, type: 'contribution.committed', because: 'later-events' });
  });
});

describe('the instalments of an agreement', () => {
  const halves = (first: string, second: string) => [
    { id: 'second', dueDate: '2026-09-01', amount: usd(second), condition: 'audit' },
    { id: 'first', dueDate: '2026-03-01', amount: usd(first) },
  ];

  test('are kept in the order in which they fall due', () => {
    const [second, first] = halves('600', '400');
    given(aFund())
      .when('contribution.commit', { ...pledge, conditions: [audit], instalments: [second, first] })
      .gives('contribution.committed', { instalments: [first, second] });
  });

  test('sum to all that is agreed', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, conditions: [audit], instalments: halves('600', '300') })
      .rejects('schedule-does-not-sum', { contribution: 'c-1', currency: 'USD', instalments: '900.00', agreed: '1000.00' });
  });

  test('depend on conditions that there are', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, instalments: halves('600', '400') })
      .rejects('contribution-condition-unknown', { contribution: 'c-1', condition: 'audit', known: [] });
  });

  test('may get other dates', () => {
    const instalments = [{ id: 'all', dueDate: '2026-10-01', amount: usd('1000') }];
    given(aFund(), committed('1000'))
      .when('contribution.reschedule', { ...c1, instalments })
      .gives('contribution.rescheduled', { instalments })
      .when('contribution.reschedule', { ...c1, instalments })
      .writesNothing();
  });
});

describe('an agreement amended', () => {
  test('gives more', () => {
    given(aFund(), committed('1000'))
      .when('contribution.amend', { ...c1, change: 'increase', amount: usd('200') })
      .posts(
        'Dr receivable:c-1 200.00 USD',
        'Cr deferred:c-1 200.00 USD',
        'Dr resources 200.00 USD',
        'Cr unallocated:none 200.00 USD',
      );
  });

  test('at another rate leaves what has come in at its worth', () => {
    given(aFund(), committed('100', { amount: eur('100'), rate: ecb('1') }))
      .and(received('100', 'c-1', { amount: eur('100'), bankAccount: 'euros' }))
      .when('contribution.amend', { ...c1, change: 'increase', amount: eur('100'), rate: ecb('1.2') })
      .gives('contribution.amended', { home: usd('120') })
      .leaves({ 'cover:none:c-1': '100.00', 'unallocated:none': '220.00' })
      .when('contribution.receive', { ...c1, amount: eur('50'), bankAccount: 'euros' })
      .gives('contribution.received', { funded: usd('60') });
  });

  test('gives less: what is allocated already is missing', () => {
    given(aFund(), committed('1000'), allocated('800'))
      .when('contribution.amend', { ...c1, change: 'cut', amount: usd('500') })
      .gives('contribution.amended', { home: usd('500'), shortfall: usd('300') })
      .posts(
        'Dr deferred:c-1 500.00 USD',
        'Cr receivable:c-1 500.00 USD',
        'Dr unallocated:none 200.00 USD',
        'Dr shortfall:none 300.00 USD',
        'Cr resources 500.00 USD',
      )
      .when('allocation.make', { amount: usd('1') })
      .rejects('earmark-in-shortfall', { earmark: 'none', shortfall: '300.00', currency: 'USD' });
  });

  test('to less than came in owes the rest to the contributor', () => {
    given(aFund(), committed('1000'), received('900'), allocated('800'), anActivity, signed('600'))
      .when('contribution.amend', { ...c1, change: 'cut', amount: usd('600') })
      .gives('contribution.amended', {
        shortfall: usd('400'),
        unsettles: { amount: usd('500'), funded: usd('500'), coverShortfall: usd('200') },
      })
      .posts(
        'Dr deferred:c-1 600.00 USD',
        'Cr receivable:c-1 100.00 USD',
        'Cr due-to-contributor:c-1 500.00 USD',
        'Dr unallocated:none 200.00 USD',
        'Dr shortfall:none 400.00 USD',
        'Cr resources 600.00 USD',
        'Dr cover:none:c-1 300.00 USD',
        'Dr cover-shortfall:none 200.00 USD',
        'Cr funded 500.00 USD',
      )
      .and(reversed('contribution.amended'))
      .leaves({ 'shortfall:none': '0.00', 'cover-shortfall:none': '0.00', 'cover:none:c-1': '300.00', resources: '1000.00' });
  });

  test('is cut by no more than it gives', () => {
    given(aFund(), committed('1000'))
      .when('contribution.amend', { ...c1, change: 'cut', amount: usd('1000.01') })
      .rejects('cut-exceeds-commitment', { contribution: 'c-1', currency: 'USD', requested: '1000.01', committed: '1000.00' });
  });

  test('is cut at the rate of what was promised', () => {
    given(aFund(), committed('100', { amount: eur('100'), rate: ecb('1.1') }))
      .when('contribution.amend', { ...c1, change: 'cut', amount: eur('10'), rate: ecb('1.2') })
      .rejects('rate-of-a-cut', { contribution: 'c-1' });
  });

  test('is one that was signed', () => {
    given(aFund(), after('contribution.pledge', pledge))
      .when('contribution.amend', { ...c1, change: 'cut', amount: usd('1') })
      .rejects('wrong-status', { thing: 'contribution', id: 'c-1', status: 'pledged', expected: 'committed' });
  });

  test('cannot be undone while a later cut rests on it', () => {
    given(aFund(), committed('100'), amended('increase', '50'), amended('cut', '120'))
      .when('event.reverse', { position: 3 })
      .rejects('not-reversible', { position: 3, type: 'contribution.amended', because: 'later-events' });
  });
});

describe('money in another currency', () => {
  const committedEuros = committed('100', { amount: eur('100'), rate: ecb('1.10') });

  test('than was promised settles what it is worth at its rate', () => {
    given(aFund(), committed('1000'))
      .when('contribution.receive', { ...c1, amount: eur('100'), bankAccount: 'euros', rate: ecb('1.08') })
      .gives('contribution.received', { amount: eur('100'), settles: usd('108'), funded: usd('108'), rate: ecb('1.08') })
      .posts(
        'Dr bank:euros 100.00 EUR',
        'Cr fx:EUR 100.00 EUR',
        'Dr fx:EUR 108.00 USD',
        'Cr receivable:c-1 108.00 USD',
        'Dr funded 108.00 USD',
        'Cr cover:none:c-1 108.00 USD',
      );
  });

  test('than the account is what the bank credits: a loss is missing at once', () => {
    given(aFund(), committedEuros, allocated('108'))
      .when('contribution.receive', { ...c1, amount: eur('100'), credited: usd('105'), bankAccount: 'main' })
      .gives('contribution.received', {
        amount: usd('105'),
        sent: eur('100'),
        settles: eur('100'),
        funded: usd('110'),
        exchange: { difference: usd('-5'), shortfall: usd('3') },
      })
      .posts(
        'Dr bank:main 105.00 USD',
        'Cr fx:EUR 105.00 USD',
        'Dr fx:EUR 100.00 EUR',
        'Cr receivable:c-1 100.00 EUR',
        'Cr resources 5.00 USD',
        'Dr unallocated:none 2.00 USD',
        'Dr shortfall:none 3.00 USD',
        'Dr funded 105.00 USD',
        'Cr cover:none:c-1 105.00 USD',
      )
      .and(reversed('contribution.received'))
      .leaves({ resources: '110.00', 'unallocated:none': '2.00', 'shortfall:none': '0.00', funded: '0.00' });
  });

  test('may be worth more than was promised', () => {
    given(aFund(), committedEuros)
      .when('contribution.receive', { ...c1, amount: eur('50'), credited: usd('56'), bankAccount: 'main' })
      .gives('contribution.received', { funded: usd('55'), exchange: { difference: usd('1') } })
      .leaves({ resources: '111.00', 'cover:none:c-1': '56.00' })
      .when('contribution.receive', { ...c1, amount: eur('50'), bankAccount: 'euros' })
      .gives('contribution.received', { funded: usd('55'), exchange: undefined });
  });

  test('needs its rate', () => {
    given(aFund(), committed('1000'))
      .when('contribution.receive', { ...c1, amount: eur('1'), bankAccount: 'euros' })
      .rejects('rate-missing', { currency: 'EUR', home: 'USD' });
  });

  test('is not the currency of the account', () => {
    given(aFund(), committed('1000'))
      .when('contribution.receive', { ...c1, amount: usd('1'), credited: usd('1'), bankAccount: 'main' })
      .rejects('credited-twice', { contribution: 'c-1', currency: 'USD' });
  });

  test('is not that of the contribution', () => {
    given(aFund(), committed('1000'))
      .when('contribution.receive', { ...c1, amount: usd('1'), bankAccount: 'main', rate: ecb('1') })
      .rejects('rate-not-used', { contribution: 'c-1', currency: 'USD' });
  });
});

describe('money that will not come', () => {
  test('is written off whole, and what was allocated of it is missing', () => {
    given(aFund(), committed('1000'), received('400'), allocated('700'))
      .when('contribution.write-off', c1)
      .gives('contribution.written-off', { amount: usd('600'), shortfall: usd('300'), recognised: undefined })
      .posts(
        'Dr deferred:c-1 600.00 USD',
        'Cr receivable:c-1 600.00 USD',
        'Dr unallocated:none 300.00 USD',
        'Dr shortfall:none 300.00 USD',
        'Cr resources 600.00 USD',
      )
      .when('contribution.write-off', c1)
      .writesNothing();
  });

  test('and was income already is an impairment', () => {
    given(recognising('at-signature'), committed('1000'))
      .when('contribution.write-off', { ...c1, amount: usd('100') })
      .posts(
        'Dr impairment 100.00 USD',
        'Cr receivable:c-1 100.00 USD',
        'Dr unallocated:none 100.00 USD',
        'Cr resources 100.00 USD',
      );
  });

  test('is no more than what is outstanding', () => {
    given(aFund(), committed('1000'), received('950'))
      .when('contribution.write-off', { ...c1, amount: usd('60') })
      .rejects('write-off-exceeds-outstanding', {
        contribution: 'c-1',
        currency: 'USD',
        requested: '60.00',
        outstanding: '50.00',
      });
  });

  test('and comes all the same is owed to the contributor, until the write-off is undone', () => {
    given(aFund(), committed('100'), after('contribution.write-off', c1), received('100'))
      .and(reversed('contribution.written-off'))
      .leaves({ 'due-to-contributor:c-1': '0.00', 'receivable:c-1': '0.00', 'cover:none:c-1': '100.00' });
  });
});

describe('money that goes back to the contributor', () => {
  const back = (amount: string) => ({ ...c1, amount: usd(amount), bankAccount: 'main' });

  test('is first what is owed to it anyway', () => {
    given(aFund(), committed('100'), received('130'))
      .when('contribution.return', { ...back('30'), bankReference: 'B-7' })
      .gives('contribution.returned', { fromDue: usd('30'), fromCommitment: undefined })
      .posts('Dr due-to-contributor:c-1 30.00 USD', 'Cr bank:main 30.00 USD');
  });

  test('is then free no more', () => {
    given(aFund(), committed('100'), received('100'))
      .when('contribution.return', back('40'))
      .posts(
        'Dr deferred:c-1 40.00 USD',
        'Cr bank:main 40.00 USD',
        'Dr unallocated:none 40.00 USD',
        'Cr resources 40.00 USD',
        'Dr cover:none:c-1 40.00 USD',
        'Cr funded 40.00 USD',
      )
      .and(reversed('contribution.returned'))
      .leaves({ 'cover:none:c-1': '100.00', 'bank:main': '100.00', 'deferred:c-1': '100.00' });
  });

  test('was income on receipt, and is no more', () => {
    given(recognising('on-receipt'), committed('100'), received('100'))
      .when('contribution.return', back('40'))
      .gives('contribution.returned', { fromCommitment: { amount: usd('40'), recognised: usd('40'), home: usd('40') } });
  });

  test('is not what is bound', () => {
    given(aFund(), funded('1000'), allocated('800'), anActivity, signed('600'))
      .when('contribution.return', back('300'))
      .rejects('return-exceeds-free', {
        contribution: 'c-1',
        earmark: 'none',
        currency: 'USD',
        requested: '300.00',
        free: '200.00',
        missing: '100.00',
      });
  });

  test('is not more than it brought', () => {
    given(aFund(), committed('100'), received('60'))
      .when('contribution.return', back('61'))
      .rejects('return-exceeds-received', { contribution: 'c-1', currency: 'USD', requested: '61.00', received: '60.00' });
  });

  test('leaves an account of another currency at what the bank takes', () => {
    given(aFund(), committed('100', { amount: eur('100'), rate: ecb('1.1') }))
      .and(received('100', 'c-1', { amount: eur('100'), bankAccount: 'euros' }))
      .when('contribution.return', { ...c1, amount: eur('10'), debited: usd('12'), bankAccount: 'main' })
      .posts(
        'Cr bank:main 12.00 USD',
        'Dr fx:EUR 12.00 USD',
        'Cr fx:EUR 10.00 EUR',
        'Dr deferred:c-1 10.00 EUR',
        'Dr unallocated:none 12.00 USD',
        'Cr resources 12.00 USD',
        'Dr cover:none:c-1 12.00 USD',
        'Cr funded 12.00 USD',
      );
  });

  test('cannot have its receipt undone as well', () => {
    given(aFund(), committed('100'), received('100'), after('contribution.return', back('40')))
      .when('event.reverse', { position: 3 })
      .rejects('not-reversible', { position: 3, type: 'contribution.received', because: 'returned-since' });
  });
});

describe('income', () => {
  test('at signature is recognised with the commitment', () => {
    given(recognising('at-signature'))
      .when('contribution.commit', pledge)
      .gives('contribution.committed', { recognises: usd('1000') })
      .leaves({ 'deferred:c-1': '0.00', 'income:c-1': '1000.00' });
  });

  test('on receipt is recognised with the money', () => {
    given(recognising('on-receipt'), committed('1000'), received('300'))
      .leaves({ 'deferred:c-1': '700.00', 'income:c-1': '300.00' })
      .and(reversed('contribution.received'))
      .leaves({ 'deferred:c-1': '1000.00', 'income:c-1': '0.00' });
  });

  test('goes with the receipt that is undone, though other money came in that was no income yet', () => {
    given(aFund(), committed('1000'), received('300'))
      .and(after('fund.amend-rules', { policy: { incomeRecognition: 'on-receipt' } }), received('200'))
      .leaves({ 'deferred:c-1': '800.00', 'income:c-1': '200.00' })
      .and(reversed('contribution.received'))
      .leaves({ 'deferred:c-1': '1000.00', 'income:c-1': '0.00' });
  });

  test('goes with the promise that is undone, though another was no income yet', () => {
    given(aFund(), committed('1000'))
      .and(after('fund.amend-rules', { policy: { incomeRecognition: 'at-signature' } }))
      .and(after('contribution.amend', { contributionId: 'c-1', change: 'increase', amount: usd('50') }))
      .leaves({ 'deferred:c-1': '1000.00', 'income:c-1': '50.00' })
      .and(reversed('contribution.amended'))
      .leaves({ 'deferred:c-1': '1000.00', 'income:c-1': '0.00' });
  });

  const spending = [...funded('1000'), allocated('800'), ...anActivity, signed('600'), ...paid('d-1', anAdvance('250'))];

  test('as spent is recognised up to what was paid out of the contribution', () => {
    given(recognising('as-spent'), spending)
      .when('income.recognise', c1)
      .gives('income.recognised', { amount: usd('250'), spent: usd('250') })
      .posts('Dr deferred:c-1 250.00 USD', 'Cr income:c-1 250.00 USD')
      .when('income.recognise', c1)
      .writesNothing()
      .when('income.recognise', { ...c1, amount: usd('1') })
      .rejects('income-exceeds-spent', { contribution: 'c-1', currency: 'USD', requested: '1.00', spent: '0.00' });
  });

  test('is recognised for an earlier day up to what was spent by then, and never twice', () => {
    const later = { now: '2026-04-10T15:00:00.000000Z' as never };
    given(
      recognising('as-spent'),
      spending,
      after('disbursement.request', { disbursementId: 'd-2', grantId: 'g-1', ...anAdvance('100') }, { ...later, actor: 'ana' }),
      after('disbursement.approve', { disbursementId: 'd-2' }, { ...later, actor: 'beto' }),
      after('disbursement.pay', { disbursementId: 'd-2', bankAccount: 'main' }, { ...later, actor: 'ana' }),
    )
      .when('income.recognise', { ...c1, valueDate: '2026-03-31' }, later)
      .gives('income.recognised', { amount: usd('250'), spent: usd('250') })
      .when('income.recognise', { ...c1, amount: usd('1'), valueDate: '2026-03-31' }, later)
      .rejects('income-exceeds-spent', { contribution: 'c-1', currency: 'USD', requested: '1.00', spent: '0.00' })
      .when('income.recognise', c1, later)
      .gives('income.recognised', { amount: usd('100'), spent: usd('350') })
      .when('income.recognise', { ...c1, valueDate: '2026-03-31' }, later)
      .writesNothing();
  });

  test('as accepted is recognised up to what was accepted of the accounts, paid or not, and what the fund has paid itself', () => {
    given(
      recognising('as-accepted'),
      spending,
      allocated('100', { window: 'administration' }),
      after('cost.request', { costId: 'k-1', line: 'rent', amount: usd('40') }, { actor: 'ana' }),
      after('cost.approve', { costId: 'k-1' }, { actor: 'beto' }),
    )
      .when('income.recognise', c1)
      .writesNothing()
      .and(accepted('r-1', '120'))
      .when('income.recognise', c1)
      .gives('income.recognised', { amount: usd('120'), spent: usd('120') })
      .and(after('cost.pay', { costId: 'k-1', bankAccount: 'main' }), accepted('r-2', '200'))
      .when('income.recognise', c1)
      .gives('income.recognised', { amount: usd('240'), spent: usd('360') })
      .leaves({
        'payable:g-1': '70.00',
        'income:c-1': '360.00',
        'expense:none:equipment': '320.00',
        'cost:none:rent': '40.00',
      });
  });

  test('under another policy is not recognised by command', () => {
    given(aFund(), spending).when('income.recognise', c1).rejects('income-not-as-spent', { policy: 'unset' });
  });
});

describe('a collection among the public', () => {
  const opened = [
    ...aFund(),
    collection,
    after('contribution.open-collection', { contributionId: 'c-9', contributor: 'jornada', currency: 'USD' }),
  ];

  test('commits what comes in, from givers that are counted and not named', () => {
    given(opened)
      .when('contribution.receive', { contributionId: 'c-9', amount: usd('250'), bankAccount: 'main', givers: 31 })
      .gives('contribution.received', { givers: 31, settles: usd('250'), raises: { amount: usd('250'), home: usd('250') } })
      .posts(
        'Dr bank:main 250.00 USD',
        'Dr receivable:c-9 250.00 USD',
        'Cr deferred:c-9 250.00 USD',
        'Dr resources 250.00 USD',
        'Cr unallocated:none 250.00 USD',
        'Cr receivable:c-9 250.00 USD',
        'Dr funded 250.00 USD',
        'Cr cover:none:c-9 250.00 USD',
      );
  });

  test('leaves what is missing where its money was allocated and the bank took it back', () => {
    given(opened, received('250', 'c-9'), allocated('200'), reversed('contribution.received')).leaves({
      'shortfall:none': '200.00',
      'unallocated:none': '0.00',
      'receivable:c-9': '0.00',
      resources: '0.00',
    });
  });

  test('is of a partner of that kind', () => {
    given(aFund())
      .when('contribution.open-collection', { ...c1, contributor: 'donor', currency: 'USD' })
      .rejects('not-a-collection', { partner: 'donor', kind: 'national-government' })
      .and(committed('10'))
      .when('contribution.receive', { ...c1, amount: usd('1'), bankAccount: 'main', givers: 2 })
      .rejects('not-a-collection', { partner: 'donor', kind: 'national-government' });
  });

  test('has no agreement to amend', () => {
    given(opened)
      .when('contribution.write-off', { contributionId: 'c-9' })
      .rejects('collection-has-no-terms', { contribution: 'c-9' });
  });
});

describe('what is no new money', () => {
  test('says so, and why', () => {
    given(aFund())
      .when('contribution.commit', { ...pledge, notNew: 'official-salaries' })
      .gives('contribution.committed', { notNew: 'official-salaries' });
  });
});
