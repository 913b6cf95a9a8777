import { z } from 'zod';
import type { NewEvent, Reader } from '#kernel/decider';
import { minorOf, sum } from '#kernel/money';
import { isRejection } from '#kernel/rejection';
import { bankChargeCommands } from './bank-charge.js';
import { bankMovementsOf } from './bank-movements.js';
import { cashCommands } from './cash.js';
import { type Command, type CommandDefinition, type Decision, defineCommand, paperOf } from '../command.js';
import { contributionMoneyCommands } from '../money-in/contribution-money.js';
import { costCommands } from './cost.js';
import { disbursementPaymentCommands } from '../accounts/disbursement-payment.js';
import { feeCommands } from './fee.js';
import * as field from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { interestCommands } from '../money-in/interest.js';
import {
  type LineExplained,
  type LineMatch,
  type LineReleased,
  type LinesMatched,
  type ReconciliationState,
  type StatementLine,
  lineKey,
  matchedOf,
  reconciliation,
  signed,
  statement,
} from './reconciliation.js';
import { refundCommands } from '../accounts/refund-decisions.js';
import { Refusal, refuse } from '../rejections.js';
import { importedStatement } from './statement.js';
import { event, stateOf } from '../stream.js';
import { unmatchedCommands } from './unmatched.js';

/** The commands that a line of a statement can be posted with: each takes account, amount, date and reference from it. */
export const postable = [
  'bank-charge.record',
  'interest.receive',
  'contribution.receive',
  'contribution.return',
  'refund.receive',
  'disbursement.pay',
  'disbursement.bounce',
  'cost.pay',
  'fee.charge',
  'cash.transfer',
  'cash.convert',
  'bank.record-unmatched',
] as const;

const definitions = new Map<string, CommandDefinition>(
  [
    ...bankChargeCommands,
    ...interestCommands,
    ...contributionMoneyCommands,
    ...refundCommands,
    ...disbursementPaymentCommands,
    ...costCommands,
    ...feeCommands,
    ...cashCommands,
    ...unmatchedCommands,
  ].map((each) => [each.type, each]),
);

const ofLine = {
  bankAccount: field.id,
  statementId: field.id,
  line: z.int().min(1).max(100_000),
};

export const matchingCommands = [
  defineCommand({
    type: 'reconciliation.match',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      bankAccount: field.id,
      statementId: field.id,
      matches: z
        .array(
          z.strictObject({
            line: z.int().min(1).max(100_000),
            position: z.int().min(1).max(Number.MAX_SAFE_INTEGER).describe('Of the event that the line is.'),
            amount: field.anyAmount
              .optional()
              .describe('Where only a part of it is; positive came in. All that is left of the line when absent.'),
          }),
        )
        .min(1)
        .max(200),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      let state = stateOf(reader, reconciliation, body.bankAccount);
      importedStatement(state, body.bankAccount, body.statementId);
      const matches: LineMatch[] = [];
      for (const asked of body.matches) {
        const known = openLine(reader, state, body.statementId, asked.line);
        const left = minorOf(known.amount) - matchedOf(state.lines.get(lineKey(body.statementId, asked.line)));
        const amount = asked.amount?.amountMinor ?? left;
        const match = { line: asked.line, amount: signed(amount, known.amount.currency), position: asked.position };
        refuseUnmoved(reader, state, body.bankAccount, match);
        matches.push(match);
        const data = { statement: body.statementId, matches: [match] };
        state = reconciliation.evolve(state, {
          ...event(reconciliation, body.bankAccount, 'reconciliation.matched', data),
          valueDate: known.bookedOn,
          actor: command.actor,
          position: 0,
        });
      }
      refuseBeyondLines(reader, state, body.statementId, matches);
      const data: LinesMatched = { statement: body.statementId, matches, ...paperOf(command) };
      return {
        events: [event(reconciliation, body.bankAccount, 'reconciliation.matched', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'reconciliation.explain',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...ofLine, reason: field.sealed(1000).describe('Why no event of the book is needed. Kept apart.') },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = stateOf(reader, reconciliation, body.bankAccount);
      importedStatement(state, body.bankAccount, body.statementId);
      openLine(reader, state, body.statementId, body.line);
      const data: LineExplained = {
        statement: body.statementId,
        line: body.line,
        reasonHash: body.reason,
        ...paperOf(command),
      };
      return {
        events: [event(reconciliation, body.bankAccount, 'reconciliation.explained', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'reconciliation.release',
    book: 'fund',
    roles: ['fund-manager'],
    shape: ofLine,
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = stateOf(reader, reconciliation, body.bankAccount);
      importedStatement(state, body.bankAccount, body.statementId);
      const valueDate = valueDateOf(command, open);
      const { amount } = listedLine(reader, body.statementId, body.line);
      const settled = state.lines.get(lineKey(body.statementId, body.line));
      if (!settled) return { events: [], valueDate };
      const data: LineReleased = {
        statement: body.statementId,
        line: body.line,
        matches: settled.matches.map((each) => ({
          position: each.position,
          amount: signed(each.amountMinor, amount.currency),
        })),
        ...paperOf(command),
      };
      return { events: [event(reconciliation, body.bankAccount, 'reconciliation.released', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'reconciliation.post',
    book: 'fund',
    roles: ['fund-manager', 'approver'],
    shape: {
      ...ofLine,
      as: z.enum(postable),
      with: z
        .record(z.string().max(40), z.json())
        .default({})
        .describe("The command's other members; account, amount, direction and reference are those of the line."),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = stateOf(reader, reconciliation, body.bankAccount);
      importedStatement(state, body.bankAccount, body.statementId);
      const known = openLine(reader, state, body.statementId, body.line);
      const left = minorOf(known.amount) - matchedOf(state.lines.get(lineKey(body.statementId, body.line)));
      const rest = { ...known, amount: signed(left, known.amount.currency) };
      const dated = { ...command, valueDate: command.valueDate ?? known.bookedOn };
      const posted = posting(dated, reader, body.as, { ...body.with, ...membersOf(body.as, body.bankAccount, rest) });
      refuseOther(posted.events, body.bankAccount, rest);
      const data: LinesMatched = {
        statement: body.statementId,
        matches: [{ line: body.line, amount: rest.amount }],
        ...paperOf(command),
      };
      return {
        events: [...posted.events, event(reconciliation, body.bankAccount, 'reconciliation.matched', data)],
        valueDate: valueDateOf(dated, open),
      };
    },
  }),
];

/** A line that a statement lists. */
function listedLine(reader: Reader, id: string, line: number): StatementLine {
  const { lines } = stateOf(reader, statement, id);
  return lines[line - 1] ?? refuse('line-unknown', { statement: id, line, listed: lines.length });
}

/** A line that is not settled in whole yet. */
function openLine(reader: Reader, state: ReconciliationState, id: string, line: number): StatementLine {
  const listed = listedLine(reader, id, line);
  const settled = state.lines.get(lineKey(id, line));
  if (settled?.explained || (settled && matchedOf(settled) === minorOf(listed.amount))) {
    refuse('line-settled', { statement: id, line });
  }
  return listed;
}

/** Whether an amount has the sign of what it is a part of, and is not more. */
const within = (amount: bigint, whole: bigint): boolean =>
  whole > 0n ? amount > 0n && amount <= whole : amount < 0n && amount >= whole;

/**
 * What a line is matched to comes to no more than the line. One of the events may go the other way: a receipt that the bank
 * credited less its charge is the receipt and the charge.
 */
function refuseBeyondLines(reader: Reader, state: ReconciliationState, id: string, matches: readonly LineMatch[]): void {
  for (const line of new Set(matches.map((each) => each.line))) {
    const { amount } = listedLine(reader, id, line);
    const matched = matchedOf(state.lines.get(lineKey(id, line)));
    if (within(matched, minorOf(amount))) continue;
    const requested = sum(matches.filter((each) => each.line === line).map((each) => minorOf(each.amount)));
    refuse('match-exceeds-line', {
      statement: id,
      line,
      currency: amount.currency,
      left: signed(minorOf(amount) - matched + requested, amount.currency).amount,
      requested: signed(requested, amount.currency).amount,
    });
  }
}

/** The event moved the account, by as much as is left to match. */
function refuseUnmoved(reader: Reader, state: ReconciliationState, bankAccount: string, match: Required<LineMatch>): void {
  const { position, amount } = match;
  const record = reader.event(position);
  const moved = record && bankMovementsOf(record).find((each) => each.bankAccount === bankAccount);
  if (!moved) return refuse('not-a-bank-movement', { position, bankAccount });
  const left = moved.amountMinor - (state.movements.get(position) ?? 0n);
  const text = (minor: bigint): string => signed(minor, moved.currency).amount;
  if (within(minorOf(amount), left)) return;
  refuse('match-exceeds-movement', { position, currency: moved.currency, left: text(left), requested: amount.amount });
}

/** What a command takes from the line. A payment's amount is that of its order, and what comes back is what was paid. */
function membersOf(as: (typeof postable)[number], bankAccount: string, line: StatementLine): Record<string, unknown> {
  const { currency } = line.amount;
  const minor = minorOf(line.amount);
  const amount = signed(minor < 0n ? -minor : minor, currency);
  const reference = line.reference ?? line.endToEndId;
  const referred = reference === undefined ? {} : { bankReference: reference };
  const out = minor < 0n;
  switch (as) {
    case 'disbursement.pay':
      return { bankAccount, ...referred };
    case 'disbursement.bounce':
      return referred;
    case 'cash.transfer':
      return { [out ? 'from' : 'to']: bankAccount, amount, ...referred };
    case 'cash.convert':
      return { ...(out ? { from: bankAccount, sold: amount } : { to: bankAccount, bought: amount }), ...referred };
    case 'bank.record-unmatched':
      return { bankAccount, amount, ...referred, direction: out ? 'out' : 'in' };
    default:
      return { bankAccount, amount, ...referred };
  }
}

/** What the command of a line comes to; its refusals are this one's. */
function posting(command: Command, reader: Reader, as: string, given: Record<string, unknown>): Decision {
  const definition = definitions.get(as)!;
  const named =
    definition.creates === undefined || definition.creates in given ? given : { ...given, [definition.creates]: command.key };
  const parsed = definition.schema.safeParse(named);
  if (!parsed.success) {
    const fields = [
      ...new Set(parsed.error.issues.map((issue) => issue.path.join('.') || String(('keys' in issue && issue.keys) || ''))),
    ];
    return refuse('line-post-incomplete', { command: as, fields });
  }
  if (!definition.roles.some((role) => role === command.authority.role)) {
    refuse('line-post-not-allowed', { command: as, role: command.authority.role });
  }
  const outcome = definition.decide({ ...command, type: as, body: parsed.data }, reader);
  if (isRejection(outcome)) throw new Refusal(outcome);
  return outcome;
}

/** The event that was posted is the line, and no other event is. */
function refuseOther(events: readonly NewEvent[], bankAccount: string, line: StatementLine): void {
  const last = events.at(-1);
  const moved = last && bankMovementsOf(last).find((each) => each.bankAccount === bankAccount);
  if (moved?.amountMinor === minorOf(line.amount)) return;
  refuse('line-differs', {
    currency: line.amount.currency,
    line: line.amount.amount,
    posted: moved ? signed(moved.amountMinor, moved.currency).amount : signed(0n, line.amount.currency).amount,
  });
}
