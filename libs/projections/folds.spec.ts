import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type MoneyJson, minorOf, sum } from '#kernel/money';
import type { EventRecord } from '#kernel/record';
import type { PeriodResultCarried } from '#domain/fund/period';
import type { Reversed } from '#domain/reversal/reversed';
import { onOwnSide } from '#ledger/accounts';
import {
  aFund,
  aGrantOf600,
  accepted,
  after,
  committed,
  fundId,
  given,
  paid,
  reversed,
  signed,
  usd,
} from '../../test/support/given.js';
import { aLife, aLivedBook } from '../../test/support/lives.js';
import { livesToReverse, undoneAlone } from '../../test/support/lives-to-reverse.js';
import type { MemoryBook } from '../../test/support/memory-book.js';
import { contributionLine, contributionTable } from './contributor-statement.js';
import { disbursementTable } from './disbursement-register.js';
import { effectOf, eventOf } from './event.js';
import { source } from './fund-position.js';
import { cofinancingTable } from './grant-parts.js';
import { grantTable } from './grant-sheet.js';
import { groupsFor, viewGroups } from './groups.js';
import { account, posting } from './postings.js';
import { refundTable } from './refund-register.js';
import { Rows } from './rows.js';
import { type Row, type RowOf, type Table, keyText } from './table.js';
import { Folding } from './view.js';

const long = process.env['AYNI_TEST_LONG'] === '1';
const runs = long ? { numRuns: 2_000 } : { numRuns: 60, seed: 20_260_302 };

const views = groupsFor(viewGroups, fundId).flatMap((group) => group.views);
const tables = views.flatMap((view) => view.tables);

function folded(events: readonly EventRecord[]): Rows {
  const rows = new Rows();
  for (const event of events) for (const view of views) view.apply(rows, eventOf(event));
  return rows;
}

const all = <C extends Table>(rows: Rows, table: C) => [...rows.all(table).values()] as RowOf<C['columns']>[];
const appended = <C extends Table>(rows: Rows, table: C) => rows.changesOf(table) as readonly RowOf<C['columns']>[];

/** Balances on their own sides, in home currency, by name. */
class Accounts {
  private readonly rows: readonly RowOf<typeof account.columns>[];

  constructor(rows: Rows) {
    this.rows = all(rows, account).filter((row) => row.currency === 'USD');
  }

  of(name: string): bigint {
    return this.sum((each) => each === name);
  }

  sum(matches: (name: string) => boolean): bigint {
    return sum(this.rows.filter((row) => matches(row.account)).map((row) => onOwnSide(row.account, row.balance)));
  }
}

/** Sums by a key. */
function sums<R>(rows: readonly R[], key: (row: R) => string, amount: (row: R) => bigint): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const row of rows) found.set(key(row), (found.get(key(row)) ?? 0n) + amount(row));
  return found;
}

/** Every figure that is not zero, by table, key and column; not what was merely asked for or signed. */
function figures(rows: Rows): Map<string, bigint> {
  const found = new Map<string, bigint>();
  for (const table of tables.filter((each) => !each.appended)) {
    for (const [key, row] of rows.all(table)) {
      for (const [name, value] of Object.entries(row)) {
        const terms = name === 'amount' || name === 'debit' || name === 'credit';
        if (typeof value === 'bigint' && value !== 0n && !terms) found.set(`${table.name} ${key} ${name}`, value);
      }
    }
  }
  return found;
}

describe('whatever is done to a fund', () => {
  test('a view that names kinds of streams has nothing to do with events of others', () => {
    fc.assert(
      fc.property(aLife, (events) => {
        const folding = new Folding(views);
        for (const event of events.map(eventOf)) {
          for (const view of views.filter((each) => !folding.of(event).includes(each))) {
            expect(view.keysOf(event)).toEqual([]);
            const rows = new Rows();
            view.apply(rows, event);
            expect(view.tables.flatMap((table) => rows.changesOf(table))).toEqual([]);
          }
        }
      }),
      runs,
    );
  });

  test('accounts are the sums of their lines, and sum to zero per set and currency', () => {
    fc.assert(
      fc.property(aLife, (events) => {
        const rows = folded(events);
        const lines = sums(
          appended(rows, posting),
          (line) => `${line.account} ${line.currency}`,
          (line) => line.amount,
        );
        expect(new Map(all(rows, account).map((row) => [keyText(account, row), row.balance]))).toEqual(lines);
        const totals = sums(
          all(rows, account),
          (row) => `${row.accountSet} ${row.currency}`,
          (row) => row.balance,
        );
        expect([...totals.values()].every((total) => total === 0n)).toBe(true);
      }),
      runs,
    );
  });

  test('what a contribution has free, bound and charged is what the ledger says, and what its lines sum to', () => {
    fc.assert(
      fc.property(aLife, (events) => {
        const rows = folded(events);
        const accounts = new Accounts(rows);
        const lines = appended(rows, contributionLine);
        for (const row of all(rows, contributionTable)) {
          const own = lines.filter((line) => line.contributionId === row.contributionId && line.earmark === row.earmark);
          const total = (kind: string): bigint => sum(own.filter((line) => line.kind === kind).map((line) => line.home ?? 0n));
          expect(row.free).toBe(accounts.of(`cover:${row.earmark}:${row.contributionId}`));
          expect(row.funded).toBe(total('received') + total('excess'));
          for (const kind of ['interest', 'exchange', 'cleared', 'bound', 'paid', 'refunded', 'charged'] as const) {
            expect(row[kind]).toBe(total(kind));
          }
        }
        const bound = sums(
          lines.filter((line) => line.kind === 'bound'),
          (line) => `covered:${line.grantId}:${line.contributionId}`,
          (line) => line.home!,
        );
        for (const [name, amount] of bound) expect(amount).toBe(accounts.of(name));
        const charged = sums(
          lines.filter((line) => line.kind === 'charged'),
          (line) => `covered:administration:${line.contributionId}`,
          (line) => line.home!,
        );
        const suspense = accounts.of('covered:suspense:*');
        for (const [name, amount] of charged) {
          expect(amount).toBe(accounts.of(name) + (name.endsWith(':*') ? suspense : 0n));
        }
        // What was gone before the book began is bound to nothing that it knows.
        const known = (name: string): boolean => name.startsWith('covered:') && !name.startsWith('covered:*:');
        expect(sum(bound.values()) + sum(charged.values())).toBe(accounts.sum(known));
        const cleared = sums(
          all(rows, contributionTable),
          (row) => `cover-shortfall:${row.earmark}`,
          (row) => -row.cleared,
        );
        for (const [name, amount] of cleared) expect(amount).toBe(accounts.of(name));
      }),
      runs,
    );
  });

  test('the lines of every payment, return and refund sum to its amount, and a grant has no more than is bound to it', () => {
    fc.assert(
      fc.property(aLife, (events) => {
        const lines = appended(folded(events), contributionLine);
        for (const event of events) {
          const { sign, event: done } = effectOf(eventOf(event));
          // A payment is whole; a return or a refund moves what its lines say, the rest having moved before.
          const moves: MoneyJson[] =
            done.type === 'disbursement.paid'
              ? [done.data.amount]
              : done.type === 'refund.received' || done.type === 'disbursement.bounced'
                ? done.data.lines.map((line) => line.amount)
                : done.type === 'refund.set-off'
                  ? [...done.data.lines, ...done.data.pays].map((line) => line.amount)
                  : done.type === 'opening.grant-brought'
                    ? [done.data.amount]
                    : [];
          const back = done.type === 'disbursement.bounced' ? -1n : 1n;
          const own = lines.filter((line) => line.position === event.position && /^(paid|refunded)$/.test(line.kind));
          expect(sum(own.map((line) => line.home!))).toBe(sign * back * sum(moves.map(minorOf)));
        }
        const left = sums(
          lines.filter((line) => line.grantId !== null),
          (line) => line.grantId!,
          (line) => (line.kind === 'paid' ? -line.home! : line.kind === 'bound' || line.kind === 'refunded' ? line.home! : 0n),
        );
        for (const [grantId, amount] of left) expect([grantId, amount >= 0n]).toEqual([grantId, true]);
      }),
      runs,
    );
  });

  test('a grant sheet has the balances of its accounts', () => {
    fc.assert(
      fc.property(aLife, (events) => {
        const rows = folded(events);
        const accounts = new Accounts(rows);
        const ordersOf = (grantId: string): Set<string> =>
          new Set(
            all(rows, disbursementTable)
              .filter((row) => row.grantId === grantId)
              .map((row) => row.disbursementId),
          );
        for (const row of all(rows, grantTable)) {
          const orders = ordersOf(row.grantId);
          const byGrant = (kind: string): bigint =>
            accounts.sum((name) => name.startsWith(`${kind}:`) && name.endsWith(`:${row.grantId}`));
          expect(row.committed).toBe(byGrant('committed'));
          expect(row.disbursed).toBe(byGrant('disbursed'));
          expect(row.ordered).toBe(accounts.sum((name) => name.startsWith('ordered:') && orders.has(name.split(':')[2]!)));
          expect(row.advance).toBe(accounts.of(`advance:${row.grantId}`));
          expect(row.payable).toBe(accounts.of(`payable:${row.grantId}`));
          expect(row.recoverable).toBe(accounts.of(`recoverable:${row.grantId}`));
        }
        const accepted = sum(all(rows, grantTable).map((row) => row.accepted));
        // Core support is an expense, too, which nobody accounts for.
        const accountedFor = (name: string): boolean => /^expense:(?!.*:(core-support|in-kind)$)/.test(name);
        // What a closed year carried to net assets had been accepted.
        const carried = events.flatMap((event) =>
          event.type === 'period.result-carried'
            ? (event.data as PeriodResultCarried).lines.filter((line) => accountedFor(line.account))
            : [],
        );
        // A settlement takes off the expense what stays accepted.
        const settled = accounts.sum((name) => name.startsWith('settled:'));
        expect(accepted).toBe(accounts.sum(accountedFor) + settled + sum(carried.map((line) => minorOf(line.amount))));
        for (const row of all(rows, cofinancingTable)) {
          for (const stage of ['agreed', 'reported', 'accepted'] as const) {
            const name = `memo:cofinancing-${stage}-${row.form}:${row.grantId}:${row.partner}:${row.origin}`;
            expect(row[stage]).toBe(accounts.of(name));
          }
        }
      }),
      runs,
    );
  });

  test('the register has the status that the rules go by, and a payment wherever one stands', () => {
    fc.assert(
      fc.property(aLivedBook, (book) => {
        const rows = folded(book.events(fundId));
        for (const row of all(rows, disbursementTable)) {
          const state = book.state(fundId, `disbursement:${row.disbursementId}`) as { status: string; requestedBy: string };
          expect([row.status, row.requestedBy]).toEqual([state.status, state.requestedBy]);
          const stands = ['partly-paid', 'paid', 'acknowledged'].includes(row.status);
          expect([row.paidOn !== null, row.bankAccount !== null]).toEqual([stands, stands]);
          if (!stands) continue;
          const lines = row.payments.flatMap((payment) => payment.lines.flatMap((line) => line.attribution));
          const named = sum(lines.map((line) => minorOf(line.amount)));
          // A payment whose return was undone stands for what had not come back as a refund before the return.
          const undone = row.history.some((step) => step.type === 'disbursement.bounced' && step.undone !== undefined);
          expect([named === row.paid || undone, named <= row.paid]).toEqual([true, true]);
        }
      }),
      runs,
    );
  });

  test('what is reversed at once leaves no figure of any view changed', () => {
    fc.assert(
      fc.property(aLivedBook, (book) => {
        for (let tries = 0; tries < 3; tries++) {
          const events = [...book.events(fundId)];
          const outcome = book.submit('event.reverse', fundId, { position: events.length }, { actor: 'ana' });
          if (outcome.kind !== 'posted') return;
          // Where others' shortfalls were cleared meanwhile, a reversal leaves them so: that is the rules' to say.
          const { restated, shifts } = outcome.events[0]!.data as Reversed;
          if (restated !== undefined || shifts !== undefined) return;
          expect(figures(folded(book.events(fundId)))).toEqual(figures(folded(events.slice(0, -1))));
        }
      }),
      { ...runs, numRuns: 2 * runs.numRuns },
    );
  });

  test('a fold asks for no row that it did not announce', () => {
    fc.assert(
      fc.property(aLife, (events) => {
        const whole = new Rows();
        for (const event of events.map(eventOf)) {
          for (const view of views) {
            const touches = view.keysOf(event);
            const part = new Rows(touches);
            for (const { table, key } of touches) {
              const row = whole.all(table).get(key.join(' '));
              if (row) part.load(table, row);
            }
            view.apply(part, event);
            for (const table of view.tables.filter((each) => !each.appended)) {
              for (const row of part.changesOf(table)) whole.put(table, row);
            }
          }
        }
        const expected = folded(events);
        for (const table of tables.filter((each) => !each.appended)) {
          expect(new Map<string, Row>(whole.all(table))).toEqual(new Map(expected.all(table)));
        }
      }),
      runs,
    );
  });
});

test.each(undoneAlone)('a reversal of %s leaves no figure of any view changed', (type) => {
  const { book } = given(livesToReverse[type]!);
  const events = [...book.events(fundId)];
  expect(events.at(-1)!.type).toBe(type);
  reversed(type)(book);
  expect(figures(folded(book.events(fundId)))).toEqual(figures(folded(events.slice(0, -1))));
});

test('a reversal of an opening with what it brought forward leaves no figure of any view changed', () => {
  const { book } = given(aFund(), committed('150'));
  const before = [...book.events(fundId)];
  after('opening.record', {
    bankAccounts: [{ bankAccount: 'main', balance: usd('80') }],
    contributions: [{ contributionId: 'c-1', received: usd('100'), spent: usd('20'), recognised: usd('20') }],
  })(book);
  reversed('opening.recorded')(book);
  expect(figures(folded(book.events(fundId)))).toEqual(figures(folded(before)));
});

describe('what is outstanding of a refund', () => {
  const outstanding = (book: MemoryBook) => all(folded(book.events(fundId)), refundTable).map((each) => each.outstanding);

  test('is not less for what came in beyond what was due', () => {
    const { book } = given(
      aGrantOf600,
      paid('d-1'),
      signed('100', { grantId: 'g-2' }),
      after('refund.claim', { refundId: 'f-1', grantId: 'g-1', amount: usd('30') }),
      after('refund.set-off', { refundId: 'f-1', amount: usd('20'), against: 'g-2', use: 'advance' }, { actor: 'carla' }),
      after('refund.receive', { refundId: 'f-1', amount: usd('36'), bankAccount: 'main' }),
    );
    expect(outstanding(book)).toEqual([0n]);
    reversed('refund.set-off')(book);
    expect(outstanding(book)).toEqual([2000n]);
  });

  test('is all of what is disallowed again, whatever was paid for what was undone', () => {
    const again = (disallowanceId: string) => {
      const lines = [{ category: 'equipment', amount: usd('10'), reason: 'ineligible' }];
      return after('expenditure.disallow', { reportId: 'r-1', disallowanceId, lines }, { actor: 'beto' });
    };
    const { book } = given(
      aGrantOf600,
      paid('d-1'),
      accepted('r-1', '50'),
      again('x-1'),
      after('refund.receive', { refundId: 'r-1', amount: usd('10'), bankAccount: 'main' }),
      reversed('expenditure.disallowed'),
    );
    expect(outstanding(book)).toEqual([0n]);
    again('x-2')(book);
    expect(outstanding(book)).toEqual([1000n]);
  });
});

test('a collection among the public is a source under its earmark', () => {
  const crowd = { partnerId: 'crowd', name: 'The crowd', kind: 'public-collection' };
  const collection = { contributionId: 'c-1', contributor: 'crowd', currency: 'USD', earmark: 'water' };
  const { book } = given(
    aFund(),
    after('partner.register', crowd, {}, 'registry'),
    after('contribution.open-collection', collection),
  );
  expect(all(folded(book.events(fundId)), source)).toEqual([{ contributionId: 'c-1', contributor: 'crowd', earmark: 'water' }]);
});

test('an event of a type that came later is passed over, except by views that follow the postings', () => {
  const later = { type: 'omen.seen', stream: 'omen:o-1', schemaVersion: 1, position: 1, data: {} };
  const event = eventOf(later as unknown as EventRecord);
  const touched = (names: string[]): number =>
    viewGroups
      .filter((group) => names.includes(group.name))
      .flatMap((group) => group.views)
      .flatMap((view) => view.keysOf(event)).length;
  expect(touched(['activities', 'disbursements', 'partners'])).toBe(0);
  expect(() => touched(['ledger'])).toThrow('no postings');
  expect(() => touched(['flows'])).toThrow('no postings');
  expect(() => touched(['contributions'])).toThrow('no postings');
});
