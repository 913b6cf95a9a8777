import { z } from 'zod';
import { type MoneyJson, minorOf, sum, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { type LocalDate, dateIn } from '#kernel/time';
import { defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { bankAccountFor, openFund, valueDateOf } from '../fund/fund.js';
import {
  type ReconciliationState,
  type StatementImported,
  type StatementLine,
  type StatementLinesListed,
  reconciliation,
  signed,
  statement,
} from './reconciliation.js';
import { refuse } from '../rejections.js';
import { event, stateOf } from '../stream.js';

/** The most lines of one event: with both texts kept apart a line takes some 350 bytes of 64 KB. */
export const linesAnEvent = 120;

const line = z.strictObject({
  bookedOn: field.date,
  valueDate: field.date.optional(),
  amount: field.anyAmount.describe('Positive is money that came in.'),
  reference: field.line(60).optional(),
  endToEndId: field.line(60).optional(),
  code: field.line(40).optional(),
  remittance: field.sealed(1000).optional().describe('What the payer wrote. Kept apart, since it may name persons.'),
  counterparty: field.sealed(200).optional().describe('Who paid or was paid. Kept apart.'),
});

/** What a bank says: a statement, and its lines, as many as one request holds at a time. */
export const statementCommands = [
  defineCommand({
    type: 'statement.import',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      statementId: field.id,
      bankAccount: field.id,
      format: z.enum(['camt.053', 'csv', 'manual']),
      fileHash: field.sha256.optional(),
      reference: field.line(60).optional(),
      startsOn: field.date,
      endsOn: field.date,
      opening: field.anyAmount,
      closing: field.anyAmount,
      entries: z.int().min(0).max(100_000),
    },
    creates: 'statementId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const valueDate = valueDateOf(command, open);
      bankAccountFor(open, body.bankAccount, body.opening);
      bankAccountFor(open, body.bankAccount, body.closing);
      const state = stateOf(reader, reconciliation, body.bankAccount);
      const { startsOn, endsOn } = body;
      if (endsOn < startsOn) refuse('period-reversed', { start: startsOn, end: endsOn });
      const today = dateIn(open.timeZone, command.now);
      if (endsOn > today) refuse('date-in-future', { date: endsOn, today, timeZone: open.timeZone });
      const data: StatementImported = {
        statement: body.statementId,
        format: body.format,
        ...present({ fileHash: body.fileHash, reference: body.reference }),
        startsOn,
        endsOn,
        opening: toJson(body.opening),
        closing: toJson(body.closing),
        entries: body.entries,
        ...paperOf(command),
      };
      if (state.statements.some((each) => each.statement === body.statementId)) return { events: [], valueDate };
      // Its lines are in a stream of its own, whichever account they are of.
      if (stateOf(reader, statement, body.statementId).status !== 'absent') {
        refuse('id-taken', { thing: statement.thing, id: body.statementId });
      }
      refuseOutOfOrder(body.bankAccount, state, data);
      if (body.entries === 0) refuseUnequal(data, []);
      return { events: [event(reconciliation, body.bankAccount, 'reconciliation.statement-imported', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'statement.list-lines',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      statementId: field.id,
      bankAccount: field.id,
      from: z.int().min(1).max(100_000).describe('The number of the first of these lines: they come in order.'),
      lines: z.array(line).min(1).max(linesAnEvent),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const valueDate = valueDateOf(command, open);
      const imported = importedStatement(stateOf(reader, reconciliation, body.bankAccount), body.bankAccount, body.statementId);
      const before = stateOf(reader, statement, body.statementId).lines;
      const last = body.from + body.lines.length - 1;
      if (last <= before.length) return { events: [], valueDate };
      if (body.from !== before.length + 1 || last > imported.entries) {
        refuse('lines-out-of-turn', {
          statement: body.statementId,
          from: body.from,
          expected: before.length + 1,
          entries: imported.entries,
        });
      }
      const lines = body.lines.map((each, index): StatementLine => {
        bankAccountFor(open, body.bankAccount, each.amount);
        return {
          line: body.from + index,
          bookedOn: each.bookedOn,
          valueDate: each.valueDate ?? each.bookedOn,
          amount: toJson(each.amount),
          ...present({
            reference: each.reference,
            endToEndId: each.endToEndId,
            code: each.code,
            remittanceHash: each.remittance,
            counterpartyHash: each.counterparty,
          }),
        };
      });
      if (last === imported.entries) refuseUnequal(imported, [...before, ...lines]);
      const data: StatementLinesListed = { bankAccount: body.bankAccount, lines, ...paperOf(command) };
      return { events: [event(statement, body.statementId, 'statement.lines-listed', data)], valueDate };
    },
  }),
];

/** A statement of an account; refuses with `not-found` when there is none of that id. */
export const importedStatement = (state: ReconciliationState, bankAccount: string, id: string): StatementImported =>
  state.statements.find((each) => each.statement === id) ??
  refuse('not-found', { thing: statement.thing, id: `${bankAccount} ${id}` });

/** The statements of an account follow each other: no day twice, and each begins with what the one before ended with. */
function refuseOutOfOrder(bankAccount: string, { statements }: ReconciliationState, asked: StatementImported): void {
  const overlapping = statements.find((each) => each.startsOn <= asked.endsOn && each.endsOn >= asked.startsOn);
  if (overlapping) {
    refuse('statement-overlaps', {
      bankAccount,
      statement: overlapping.statement,
      start: overlapping.startsOn,
      end: overlapping.endsOn,
    });
  }
  const nearest = (from: LocalDate, to: LocalDate): number => Date.parse(to) - Date.parse(from);
  const before = statements
    .filter((each) => each.endsOn < asked.startsOn)
    .toSorted((a, b) => nearest(b.endsOn, a.endsOn))
    .at(0);
  const after = statements
    .filter((each) => each.startsOn > asked.endsOn)
    .toSorted((a, b) => nearest(a.startsOn, b.startsOn) * -1)
    .at(0);
  const breaks = (first: MoneyJson, second: MoneyJson): void => {
    if (minorOf(first) === minorOf(second)) return;
    refuse('statement-does-not-follow', {
      bankAccount,
      closing: first.amount,
      opening: second.amount,
      currency: first.currency,
    });
  };
  if (before) breaks(before.closing, asked.opening);
  if (after) breaks(asked.closing, after.opening);
}

/** What it opens with and all that moved is what it closes with. */
function refuseUnequal({ statement: id, opening, closing }: StatementImported, lines: readonly StatementLine[]): void {
  const moved = sum(lines.map((each) => minorOf(each.amount)));
  const difference = minorOf(opening) + moved - minorOf(closing);
  if (difference === 0n) return;
  refuse('statement-does-not-sum', {
    statement: id,
    currency: opening.currency,
    opening: opening.amount,
    entries: signed(moved, opening.currency).amount,
    closing: closing.amount,
    difference: signed(difference, opening.currency).amount,
  });
}
