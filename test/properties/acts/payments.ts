import type { DisbursementState } from '#domain/accounts/disbursement';
import type { Disallowance, ExpenditureState } from '#domain/accounts/expenditure';
import type { RefundState } from '#domain/accounts/refund';
import type { GrantState } from '#domain/grants/grant';
import { minorOf, sum } from '#kernel/money';
import { ecb, fundId } from '../../support/given.js';
import type { MemoryBook } from '../../support/memory-book.js';
import { type Body, type Chance, type Make, among, dollars, grantsWith, idOf, ids, money, secret, today } from './act.js';

/** What made something due under a grant that it still is: a claim, a report of which costs were disallowed, a settlement. */
function owingUnder(book: MemoryBook, act: Chance): { readonly refundId: string; readonly grant: string } {
  const claims = ids.refund.flatMap((refundId) => {
    const state = book.state(fundId, `refund:${refundId}`) as RefundState;
    return state.status === 'due' ? [{ refundId, grant: state.grant }] : [];
  });
  const reports = ids.expenditure.flatMap((refundId) => {
    const state = book.state(fundId, `expenditure:${refundId}`) as ExpenditureState;
    const found =
      state.status !== 'absent' && state.disallowances.some(({ data, upheld }) => data.of === 'accepted' && !upheld);
    return found ? [{ refundId, grant: state.report.grant }] : [];
  });
  const settlements = ids.grant.flatMap((refundId) => {
    const state = book.state(fundId, `grant:${refundId}`) as GrantState;
    return state.status !== 'absent' && state.settlements.length > 0 ? [{ refundId, grant: refundId }] : [];
  });
  const owing = [...claims, ...reports, ...settlements].filter(
    ({ grant }) => book.balance(fundId, `recoverable:${grant}`, 'USD') > 0n,
  );
  return act.sensible && owing.length > 0 ? among(owing, act.pick) : { refundId: among(ids.refund, act.pick), grant: 'g-1' };
}

/** A disallowance that fits, if there is one and the step is to be sensible. */
function disallowanceIn(book: MemoryBook, act: Chance, fits: (each: Disallowance) => boolean): Body {
  const found = ids.expenditure.flatMap((reportId) => {
    const state = book.state(fundId, `expenditure:${reportId}`) as ExpenditureState;
    const fitting = state.status === 'absent' ? [] : state.disallowances.filter(fits);
    return fitting.map(({ id }) => ({ reportId, disallowanceId: id }));
  });
  return found.length > 0 && act.sensible ? among(found, act.pick) : { reportId: 'r-1', disallowanceId: `x-${act.other % 4}` };
}

/** Whether a disallowance stands, not appealed yet, or appealed and not decided. */
export const someDisallowance =
  (step: 'made' | 'appealed') =>
  (book: MemoryBook): boolean =>
    ids.expenditure.some((id) => {
      const state = book.state(fundId, `expenditure:${id}`) as ExpenditureState;
      const open = (each: Disallowance): boolean =>
        each.upheld === undefined && (each.appealedBy === undefined) === (step === 'made');
      return state.status !== 'absent' && state.disallowances.some(open);
    });

/** One of few papers, so that they are claimed twice. */
const paperOf = (act: Chance) => ({
  number: 'F-1',
  date: '2026-02-01',
  sha256: String(act.pick % 3).repeat(64),
  supplier: secret,
});

/** How the payee of a grant reports, where that is in a currency of its own. */
const reportingOf = (book: MemoryBook, grantId: string) => {
  const state = book.state(fundId, `grant:${grantId}`) as GrantState;
  return state.status === 'absent' ? undefined : state.terms.reporting;
};

const ratesOf: readonly string[] = ['1.0825', '0.9', '1.4'];

/** What was spent, in the currency in which the grant reports; the rate of the day, and that of the advance, come with it. */
function spent(book: MemoryBook, act: Chance, grantId: string): Body {
  const reporting = reportingOf(book, grantId);
  const euros = reporting !== undefined && act.sensible && act.pick % 4 !== 0;
  const day = reporting?.rateRule === 'report-date-rate' && act.pick % 7 !== 0 ? today(book) : '2026-02-27';
  const rate = { ...ecb(among(ratesOf, act.pick)), date: day };
  const borne = reporting?.differenceBorneBy === 'fund' && act.other % 4 !== 0;
  return {
    lines: [
      { category: 'wages', amount: money(act.cents, euros) },
      { category: 'travel', amount: dollars(1 + (act.other % 3)) },
    ],
    ...(euros ? { rate } : {}),
    ...(euros && borne ? { advanceRate: ecb(among(ratesOf, act.other)) } : {}),
  };
}

/** What leaves the account in euros for a payment in dollars: as the bank changed it, to the cent. */
function chargedFor(book: MemoryBook, act: Chance, disbursementId: string, part: number | undefined): Body {
  if (act.pick % 5 !== 0) return { bankAccount: 'main' };
  const state = book.state(fundId, `disbursement:${disbursementId}`) as DisbursementState;
  const ordered = 'lines' in state ? Number(sum(state.lines.map((line) => minorOf(line.amount)))) : act.cents;
  const cents = Math.max(1, Math.round((part ?? ordered) / 1.0825));
  return { bankAccount: 'euros', charged: money(act.sensible ? cents : cents + 7, true), rate: ecb('1.0825') };
}

/** How a refund comes: in dollars, in euros as it is or changed by the bank; some say what it settles, or bring interest. */
function refunded(book: MemoryBook, act: Chance, grantId: string): Body {
  const amount = dollars(act.cents);
  const interest =
    act.other % 6 === 0
      ? { interest: { interestId: idOf(book, act, 'interest', 'absent'), amount: dollars(1 + (act.pick % 4)) } }
      : {};
  if (act.pick % 3 !== 0) return { amount, bankAccount: 'main', ...interest };
  const euros = money(act.cents, true);
  const owed = ['recoverable', 'advance'].map((kind) => Number(book.balance(fundId, `${kind}:${grantId}`, 'USD')));
  const most = Math.max(0, ...owed);
  const settles =
    reportingOf(book, grantId)?.differenceBorneBy === 'fund' && most > 0 && act.other % 5 !== 0
      ? { settles: dollars(Math.min(most, act.cents + (act.other % 7))) }
      : {};
  if (act.other % 2 === 0) return { amount: euros, bankAccount: 'main', credited: amount, ...settles, ...interest };
  const own = 'interest' in interest ? { interest: { ...interest.interest, amount: money(1 + (act.pick % 4), true) } } : {};
  return { amount: euros, bankAccount: 'euros', rate: ecb(among(ratesOf, act.other)), ...settles, ...own };
}

/** A refund of which something is asked to be given back, if there is one and the step is to be sensible. */
function askedBack(book: MemoryBook, act: Chance): string {
  const asked = ids.refund.filter((id) => {
    const state = book.state(fundId, `refund:${id}`) as RefundState;
    return state.status !== 'absent' && state.askedBack !== undefined;
  });
  return among(act.sensible && asked.length > 0 ? asked : ids.refund, act.pick);
}

/** Payments under grants, what is accounted for of them, and what comes back. */
export const paymentActs = {
  'disbursement.request': (book, act) => {
    const id = idOf(book, act, 'disbursement', 'absent');
    const grantId = idOf(book, { ...act, pick: act.other }, 'grant', 'signed');
    const kind = among(['advance', 'reimbursement', 'balance', 'advance', 'core'], act.pick);
    const what = act.other % 2 === 0 ? { instalment: 'first' } : { kind, amount: dollars(act.cents) };
    return [{ disbursementId: id, grantId, ...what }, among(['ana', 'ana', 'ana', 'ana', 'beto'], act.other)];
  },
  'disbursement.approve': (book, act) => [
    { disbursementId: idOf(book, act, 'disbursement', 'requested') },
    among(['carla', 'carla', 'beto', 'ana'], act.other),
  ],
  'disbursement.reject': (book, act) => [{ disbursementId: idOf(book, act, 'disbursement', 'requested') }, 'beto'],
  'disbursement.cancel': (book, act) => [{ disbursementId: idOf(book, act, 'disbursement', 'requested', 'approved') }],
  'disbursement.release-remainder': (book, act) => [{ disbursementId: idOf(book, act, 'disbursement', 'partly-paid') }],
  'disbursement.pay': (book, act) => {
    const disbursementId = idOf(book, act, 'disbursement', 'approved', 'partly-paid');
    const part = act.other % 3 === 0 ? act.cents : undefined;
    const amount = part === undefined ? {} : { amount: dollars(part) };
    return [{ disbursementId, ...amount, ...chargedFor(book, act, disbursementId, part) }];
  },
  'disbursement.acknowledge': (book, act) => [{ disbursementId: idOf(book, act, 'disbursement', 'paid'), note: secret }],
  'disbursement.bounce': (book, act) => [{ disbursementId: idOf(book, act, 'disbursement', 'paid', 'acknowledged') }],
  'expenditure.submit': (book, act) => {
    const id = idOf(book, act, 'expenditure', 'absent');
    const grantId = idOf(book, { ...act, pick: act.other }, 'grant', 'signed');
    const period = { periodStart: '2026-01-01', periodEnd: '2026-02-28' };
    return [{ reportId: id, grantId, ...period, ...spent(book, act, grantId), note: secret }];
  },
  'expenditure.correct': (book, act) => {
    const id = idOf(book, act, 'expenditure', 'submitted', 'questioned', 'answered');
    const lines = [{ category: 'wages', amount: dollars(act.cents), documents: [paperOf(act)] }];
    return [{ reportId: id, periodStart: '2026-01-01', periodEnd: '2026-02-28', lines }];
  },
  'expenditure.question': (book, act) => [
    {
      reportId: idOf(book, act, 'expenditure', 'submitted', 'partly-accepted'),
      lines: [{ category: among(['wages', 'travel'], act.other), reason: 'no-evidence', comment: secret }],
    },
    'carla',
  ],
  'expenditure.answer': (book, act) => [
    {
      reportId: idOf(book, act, 'expenditure', 'questioned'),
      lines: [{ category: among(['wages', 'travel'], act.other), answer: secret, documents: [paperOf(act)] }],
    },
  ],
  'expenditure.accept': (book, act) => {
    const id = idOf(book, act, 'expenditure', 'submitted', 'answered', 'partly-accepted');
    const part = { lines: [{ category: 'wages', amount: dollars(act.cents) }] };
    return [{ reportId: id, ...(act.other % 3 === 0 ? part : {}) }, among(['carla', 'carla', 'ana'], act.other)];
  },
  'expenditure.disallow': (book, act) => {
    const id = idOf(book, act, 'expenditure', 'accepted', 'partly-accepted', 'answered');
    const amount = act.other % 2 === 0 ? { amount: dollars(act.cents) } : {};
    const of = act.other % 5 === 0 ? { of: 'accepted' } : {};
    const line = { category: among(['wages', 'travel'], act.pick), reason: 'ineligible', ...amount };
    return [{ disallowanceId: `x-${act.other % 4}`, reportId: id, ...of, lines: [line], comment: secret }, 'carla'];
  },
  'expenditure.appeal': (book, act) => [
    { ...disallowanceIn(book, act, ({ appealedBy }) => appealedBy === undefined), grounds: secret },
  ],
  'expenditure.decide-appeal': (book, act) => [
    {
      ...disallowanceIn(book, act, ({ appealedBy, upheld }) => appealedBy !== undefined && upheld === undefined),
      upheld: act.other % 3 !== 0,
    },
    'dora',
  ],
  'refund.claim': (book, act) => [
    {
      refundId: idOf(book, act, 'refund', 'absent'),
      grantId: among(ids.grant, act.other),
      amount: dollars(act.cents),
    },
  ],
  'refund.set-off': (book, act) => {
    const use = act.other % 3 === 0 ? 'advance' : act.other % 7 === 1 ? 'over-refunded' : 'payable';
    // Owed back under one grant, and under another something to pay with it.
    const { refundId, grant } = owingUnder(book, act);
    const least = act.sensible ? book.balance(fundId, `recoverable:${grant}`, 'USD') : 0n;
    const cents = least > 0n ? Math.min(act.cents, Number(least)) : act.cents;
    const against = among(use === 'advance' ? ids.grant : grantsWith(book, act, use), act.other + act.pick);
    return [{ refundId, amount: dollars(cents), against, use }, use === 'advance' ? 'carla' : 'ana'];
  },
  'refund.write-off': (book, act) => [
    { refundId: owingUnder(book, act).refundId, amount: dollars(act.cents), reason: secret },
    'carla',
  ],
  'refund.request-return': (book, act) => {
    const grantId = among(grantsWith(book, act, 'over-refunded'), act.pick);
    const excess = Number(book.balance(fundId, `over-refunded:${grantId}`, 'USD'));
    const amount = dollars(act.sensible && excess > 0 ? Math.min(excess, act.cents) : act.cents);
    const known = ids.refund.find((id) => {
      const state = book.state(fundId, `refund:${id}`) as RefundState;
      return state.status !== 'absent' && state.grant === grantId;
    });
    return [known === undefined ? { refundId: among(ids.refund, act.other), grantId, amount } : { refundId: known, amount }];
  },
  'refund.approve-return': (book, act) => [{ refundId: askedBack(book, act) }, among(['beto', 'carla', 'ana'], act.other)],
  'refund.return': (book, act) => [{ refundId: askedBack(book, act), bankAccount: 'main' }],
  'refund.receive': (book, act) => {
    const refundId = idOf(book, act, 'refund', 'due');
    const known = book.state(fundId, `refund:${refundId}`) as RefundState;
    const under = known.status === 'absent' ? among(ids.grant, act.other) : known.grant;
    return [{ refundId, ...(known.status === 'absent' ? { grantId: under } : {}), ...refunded(book, act, under) }];
  },
} satisfies Record<string, Make>;
