import { bankMovementsOf } from '#domain/bank/bank-movements';
import { type ReconciliationState, type StatementState, lineKey, matchedOf } from '#domain/bank/reconciliation';
import { minorOf } from '#kernel/money';
import { dayAfter } from '#kernel/time';
import { fundId } from '../../support/given.js';
import type { MemoryBook } from '../../support/memory-book.js';
import { type Chance, type Make, among, dollars, idOf, ids, secret, today } from './act.js';

const bankAccount = 'main';

const reconciled = (book: MemoryBook): ReconciliationState =>
  book.state(fundId, `reconciliation:${bankAccount}`) as ReconciliationState;
const listed = (book: MemoryBook, id: string): StatementState => book.state(fundId, `statement:${id}`) as StatementState;

/** What the book says that the bank moved and no line is matched with, in cents. */
const unmatched = (book: MemoryBook): { readonly position: number; readonly cents: number }[] => {
  const { movements } = reconciled(book);
  return book.events(fundId).flatMap((event) => {
    const moved = bankMovementsOf(event).find((each) => each.bankAccount === bankAccount);
    const left = moved ? moved.amountMinor - (movements.get(event.position) ?? 0n) : 0n;
    return left === 0n ? [] : [{ position: event.position, cents: Number(left) }];
  });
};

/** The lines of statements that nothing settles in whole yet; `cents` is what is left of each. */
const openLines = (book: MemoryBook) => {
  const { statements, lines } = reconciled(book);
  return statements.flatMap(({ statement }) =>
    listed(book, statement).lines.flatMap((each) => {
      const settled = lines.get(lineKey(statement, each.line));
      const left = minorOf(each.amount) - matchedOf(settled);
      return settled?.explained || left === 0n ? [] : [{ statementId: statement, line: each.line, cents: Number(left) }];
    }),
  );
};

/** Whether a statement waits for its lines, and whether a line waits to be settled. */
export const someStatement = (book: MemoryBook): boolean =>
  reconciled(book).statements.some((each) => listed(book, each.statement).lines.length < each.entries);
export const someOpenLine = (book: MemoryBook): boolean => openLines(book).length > 0;

const aLine = (book: MemoryBook, act: Chance) => {
  const found = openLines(book);
  return act.sensible && found.length > 0 ? among(found, act.other) : { statementId: 's-1', line: 1, cents: act.cents };
};

const inMain = ({ statementId, line }: ReturnType<typeof aLine>) => ({ bankAccount, statementId, line });

/** What a line may become an event as, with what it does not say itself. */
const postings = (book: MemoryBook, act: Chance, cents: number): readonly (readonly [as: string, members: object])[] =>
  cents < 0
    ? [
        ['bank-charge.record', { bankChargeId: idOf(book, act, 'bank-charge', 'absent') }],
        ['bank.record-unmatched', { unmatchedId: idOf(book, act, 'bank', 'absent') }],
        ['disbursement.pay', { disbursementId: idOf(book, act, 'disbursement', 'approved') }],
        ['cost.pay', { costId: idOf(book, act, 'cost', 'approved') }],
        ['fee.charge', { feeId: idOf(book, act, 'fee', 'absent') }],
      ]
    : [
        ['interest.receive', { interestId: idOf(book, act, 'interest', 'absent') }],
        ['contribution.receive', { contributionId: idOf(book, act, 'contribution', 'committed') }],
        ['bank.record-unmatched', { unmatchedId: idOf(book, act, 'bank', 'absent') }],
        ['refund.receive', { refundId: idOf(book, act, 'refund', 'due') }],
      ];

/** Statements of one bank account, and what their lines are. */
export const statementActs = {
  'statement.import': (book, act) => {
    const last = reconciled(book).statements.at(-1);
    const opening = last ? Number(minorOf(last.closing)) : 0;
    const moved = unmatched(book);
    const first = moved.length > 0 && act.sensible ? among(moved, act.pick).cents : act.cents;
    const entries = 1 + (act.other % 2);
    const more = entries === 1 ? 0 : act.pick % 2 === 0 ? act.cents : -act.cents;
    const startsOn = last ? dayAfter(last.endsOn) : '2026-01-01';
    return [
      {
        statementId: act.sensible
          ? (ids.statement.find((id) => !reconciled(book).statements.some((each) => each.statement === id)) ?? 's-1')
          : among(ids.statement, act.pick),
        bankAccount,
        format: 'manual',
        startsOn,
        endsOn: act.sensible && startsOn <= today(book) ? today(book) : startsOn,
        opening: dollars(opening),
        closing: dollars(opening + first + more),
        entries,
      },
    ];
  },
  'statement.list-lines': (book, act) => {
    const waiting = reconciled(book).statements.find((each) => listed(book, each.statement).lines.length < each.entries);
    const { statement = 's-1', entries = 1, opening, closing } = waiting ?? {};
    const whole = opening && closing ? Number(minorOf(closing) - minorOf(opening)) : act.cents;
    const moved = unmatched(book);
    const first = moved.length > 0 ? among(moved, act.pick).cents : act.cents;
    const amounts = entries === 1 ? [whole] : [first, whole - first];
    const lines = amounts.map((cents) => ({
      bookedOn: today(book),
      amount: dollars(cents === 0 || !act.sensible ? act.cents : cents),
      remittance: secret,
    }));
    return [{ statementId: statement, bankAccount, from: 1, lines }];
  },
  'reconciliation.match': (book, act) => {
    const known = aLine(book, act);
    const moved = unmatched(book);
    const same = moved.filter((each) => each.cents === known.cents);
    const near = moved.filter((each) => Math.sign(each.cents) === Math.sign(known.cents));
    const found = [same, near, moved].find((each) => each.length > 0);
    const { position, cents } = found && act.sensible ? among(found, act.pick) : { position: 1, cents: act.cents };
    const part = Math.abs(cents) < Math.abs(known.cents) ? { amount: dollars(cents) } : {};
    const less = Math.abs(cents) > Math.abs(known.cents) && act.sensible ? { amount: dollars(known.cents) } : part;
    return [{ bankAccount, statementId: known.statementId, matches: [{ line: known.line, position, ...less }] }];
  },
  'reconciliation.explain': (book, act) => [{ ...inMain(aLine(book, act)), reason: secret }],
  'reconciliation.release': (book, act) => {
    const settled = [...reconciled(book).lines.keys()].map((each) => each.split(' '));
    const [statementId = 's-1', line = '1'] = settled.length > 0 && act.sensible ? among(settled, act.pick) : [];
    return [{ bankAccount, statementId, line: Number(line) }];
  },
  'reconciliation.post': (book, act) => {
    const known = aLine(book, act);
    const [as, members] = among(postings(book, act, known.cents), act.pick);
    return [{ ...inMain(known), as, with: members }];
  },
} satisfies Record<string, Make>;
