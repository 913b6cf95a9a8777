import { z } from 'zod';
import type { NewEvent, Reader } from '#kernel/decider';
import { type MoneyJson, minorOf } from '#kernel/money';
import { isRejection } from '#kernel/rejection';
import { bankChargeCommands } from './bank-charge.js';
import { bankMovementsOf } from './bank-movements.js';
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
  'refund.receive',
  'disbursement.pay',
  'cost.pay',
  'fee.charge',
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
            amount: field.anyAmount.optional().describe('Where only a part of it is; positive came in.'),
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
        refuseBeyond(
          amount,
          left,
          () => lineFacts(body.statementId, asked.line, left, known.amount, amount),
          'match-exceeds-line',
        );
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
      if (state.lines.has(lineKey(body.statementId, body.line))) {
        refuse('line-settled', { statement: body.statementId, line: body.line });
      }
      const dated = { ...command, valueDate: command.valueDate ?? known.bookedOn };
      const posted = posting(dated, reader, body.as, { ...body.with, ...membersOf(body.as, body.bankAccount, known) });
      refuseOther(posted.events, body.bankAccount, known);
      const data: LinesMatched = {
        statement: body.statementId,
        matches: [{ line: body.line, amount: known.amount }],
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

const lineFacts = (id: string, line: number, left: bigint, { currency }: MoneyJson, requested: bigint) => ({
  statement: id,
  line,
  currency,
  left: signed(left, currency).amount,
  requested: signed(requested, currency).amount,
});

type Facts = Record<string, string | number>;

/** An amount has the sign of what it is a part of, and is not more. */
function refuseBeyond(
  amount: bigint,
  whole: bigint,
  facts: () => Facts,
  code: 'match-exceeds-line' | 'match-exceeds-movement',
): void {
  const within = whole > 0n ? amount > 0n && amount <= whole : amount < 0n && amount >= whole;
  if (!within) refuse(code, facts());
}

/** The event moved the account, by as much as is left to match. */
function refuseUnmoved(reader: Reader, state: ReconciliationState, bankAccount: string, match: Required<LineMatch>): void {
  const { position, amount } = match;
  const record = reader.event(position);
  const moved = record && bankMovementsOf(record).find((each) => each.bankAccount === bankAccount);
  if (!moved) return refuse('not-a-bank-movement', { position, bankAccount });
  const left = moved.amountMinor - (state.movements.get(position) ?? 0n);
  const text = (minor: bigint): string => signed(minor, moved.currency).amount;
  refuseBeyond(
    minorOf(amount),
    left,
    () => ({ position, currency: moved.currency, left: text(left), requested: amount.amount }),
    'match-exceeds-movement',
  );
}

/** What a command takes from the line. A payment's amount is that of its order. */
function membersOf(as: (typeof postable)[number], bankAccount: string, line: StatementLine): Record<string, unknown> {
  const { currency } = line.amount;
  const minor = minorOf(line.amount);
  const amount = signed(minor < 0n ? -minor : minor, currency);
  const reference = line.reference ?? line.endToEndId;
  return {
    bankAccount,
    ...(reference === undefined ? {} : { bankReference: reference }),
    ...(as === 'disbursement.pay' ? {} : { amount }),
    ...(as === 'bank.record-unmatched' ? { direction: minor < 0n ? 'out' : 'in' } : {}),
  };
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
