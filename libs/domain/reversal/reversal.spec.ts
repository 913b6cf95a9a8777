import { describe, expect, test } from '@jest/globals';
import { instant } from '#kernel/time';
import { commands, facts, isFact } from '#domain/domain';
import { reversible } from '#domain/reversal/reversal';
import {
  type Step,
  aFund,
  aGrantOf600,
  aReimbursement,
  accepted,
  after,
  allocated,
  anActivity,
  approved,
  committed,
  ecb,
  eur,
  fundId,
  given,
  lastOf,
  paid,
  received,
  requested,
  submitted,
  usd,
} from '../../../test/support/given.js';
import { livesToReverse, undoneAlone } from '../../../test/support/lives-to-reverse.js';

const late = { valueDate: '2026-03-05', note: 'typed twice' };
const march = { now: instant('2026-03-20T15:00:00.000000Z') };

describe('an event of the type', () => {
  test.each(undoneAlone)('%s, undone at once, leaves every balance as it was before it', (type) => {
    const life = livesToReverse[type]!;
    const before = given(life.slice(0, -1)).book.trialBalance(fundId);
    const told = given(life);
    const event = told.book.events(fundId).at(-1)!;
    expect(event.type).toBe(type);
    told.when('event.reverse', { position: event.position }).gives(`${event.stream.split(':')[0]}.reversed`, {
      reverses: { position: event.position, type, schemaVersion: 1, data: event.data },
      restated: undefined,
      shifts: undefined,
    });
    const known = new Map(before.map((each) => [`${each.account} ${each.currency}`, each.amountMinor]));
    for (const { account, currency, amountMinor } of told.book.trialBalance(fundId)) {
      expect([account, amountMinor]).toEqual([account, known.get(`${account} ${currency}`) ?? 0n]);
    }
  });

  test.each(undoneAlone)('%s is undone once', (type) => {
    const told = given(livesToReverse[type]!);
    const position = lastOf(told.book, type);
    told
      .and(after('event.reverse', { position }))
      .when('event.reverse', { position })
      .rejects('not-reversible', { position, type, because: 'already-reversed' });
  });

  test('that was undone can be done again, where it takes no new id', () => {
    given(
      livesToReverse['disbursement.paid']!,
      undo('disbursement.paid'),
      after('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main' }),
    )
      .and(undo('disbursement.paid'))
      .when('disbursement.pay', { disbursementId: 'd-1', bankAccount: 'main' })
      .gives('disbursement.paid');
    given(livesToReverse['expenditure.accepted']!, undo('expenditure.accepted'))
      .when('expenditure.accept', { reportId: 'r-1' }, { actor: 'carla' })
      .gives('expenditure.accepted');
    given(livesToReverse['contribution.committed']!, undo('contribution.committed'))
      .when('contribution.commit', { contributionId: 'c-1', contributor: 'donor', amount: eur('90'), rate: ecb('1.1') })
      .gives('contribution.committed', { home: usd('99') });
  });

  test.each([
    ['fund.established', aFund()],
    [
      'contribution.pledged',
      [...aFund(), after('contribution.pledge', { contributionId: 'c-1', contributor: 'donor', amount: usd('1') })],
    ],
    ['activity.identified', [...aFund(), anActivity[0]!]],
    ['disbursement.requested', [...aGrantOf600, requested('d-1')]],
    ['disbursement.approved', [...aGrantOf600, ...approved('d-1')]],
    ['expenditure.submitted', [...aGrantOf600, submitted('r-1', '1')]],
    ['contribution.reversed', [...aFund(), committed('1'), undo('contribution.committed')]],
  ] as const)('%s is not undone', (type, life) => {
    const told = given(life);
    const position = lastOf(told.book, type);
    told.when('event.reverse', { position }).rejects('not-reversible', { position, type, because: 'type-not-reversible' });
  });
});

describe('a reversal', () => {
  test('names an event of the book', () => {
    given(aFund())
      .when('event.reverse', { position: 2 })
      .rejects('not-found', { thing: 'event', id: '2' })
      .when('event.reverse', { position: 0 })
      .isWrongIn('position');
  });

  test('has a date and a note of its own', () => {
    const told = given(livesToReverse['interest.received']!).when('event.reverse', { position: 4, ...late }, march);
    expect(told.event.valueDate).toBe('2026-03-05');
    expect(told.event.data).toMatchObject({ noteHash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(JSON.stringify(told.event)).not.toContain('typed twice');
  });

  test('is refused before the day of what it reverses', () => {
    given(livesToReverse['interest.received']!)
      .when('event.reverse', { position: 4, valueDate: '2026-03-01' })
      .rejects('date-before-step', { thing: 'event', id: '4', date: '2026-03-01', earliest: '2026-03-02' });
  });

  test('is refused in the future', () => {
    given(livesToReverse['interest.received']!)
      .when('event.reverse', { position: 4, valueDate: '2026-03-03' })
      .rejects('date-in-future', { date: '2026-03-03', today: '2026-03-02', timeZone: 'America/Bogota' });
  });

  test('of a commitment that is allocated is refused with what it needs', () => {
    given(aFund(), committed('100'), allocated('60'))
      .when('event.reverse', { position: 2 })
      .rejects('balance-too-low', { account: 'unallocated:none', currency: 'USD', needed: '100.00', available: '40.00' });
  });

  test('of a commitment that is received is refused with what it needs', () => {
    given(aFund(), committed('100'), received('60'))
      .when('event.reverse', { position: 2 })
      .rejects('balance-too-low', { account: 'receivable:c-1', currency: 'USD', needed: '100.00', available: '40.00' });
  });

  test('of a grant under which money was ordered is refused with what it needs', () => {
    given(aGrantOf600, approved('d-1'))
      .when('event.reverse', { position: 8 })
      .rejects('balance-too-low', { account: 'committed:none:g-1', currency: 'USD', needed: '600.00', available: '300.00' });
  });

  test.each([
    [
      'paid, and returned',
      [
        ...paid('d-1'),
        after('disbursement.bounce', { disbursementId: 'd-1' }),
        after('disbursement.cancel', { disbursementId: 'd-1' }),
      ],
    ],
    ['is owed', accepted('r-1', '10')],
    ['is owed back', after('refund.receive', { refundId: 'b-1', grantId: 'g-1', amount: usd('5'), bankAccount: 'main' })],
    ['was reimbursed', [...accepted('r-1', '10'), ...paid('d-1', aReimbursement('10'))]],
  ])('of a grant under which money %s is refused: later events rest on it', (_, steps) => {
    given(aGrantOf600, steps)
      .when('event.reverse', { position: 8 })
      .rejects('not-reversible', { position: 8, type: 'grant.signed', because: 'later-events' });
  });

  test('of a decision is one, of a fact is a fact', () => {
    expect(isFact({ type: 'interest.reversed', data: { reverses: { type: 'interest.received' } } })).toBe(true);
    expect(isFact({ type: 'grant.reversed', data: { reverses: { type: 'grant.signed' } } })).toBe(false);
    // A line that is unmatched is undone by its explanation, a revaluation by the next one.
    expect([...facts].filter((type) => !reversible.includes(type))).toEqual([
      'bank.unmatched',
      'bank.explained',
      'period.revalued',
    ]);
    expect(commands.get('event.reverse')!.roles).toEqual(['fund-manager']);
  });
});

function undo(type: string): Step {
  return (book) => after('event.reverse', { position: lastOf(book, type) })(book);
}
