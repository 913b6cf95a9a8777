import { z } from 'zod';
import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { minorOf } from '#kernel/money';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import { signed } from './contribution-decisions.js';
import type { ConditionEnded, ConditionMet } from './contribution-events.js';
import { type KnownCondition, type KnownContribution, contribution } from './contribution.js';
import * as field from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { gain } from './gains-and-losses.js';
import { refuseWithoutMinute } from '../fund/minutes.js';
import { refuse } from '../rejections.js';
import { event } from '../stream.js';

export const contributionConditionCommands = [
  defineCommand({
    type: 'contribution.meet-condition',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { contributionId: field.id, condition: field.id, rate: field.rate.optional() },
    decide: (command, reader) => released(command, reader, false),
  }),

  defineCommand({
    type: 'contribution.waive-condition',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { contributionId: field.id, condition: field.id, rate: field.rate.optional() },
    decide: (command, reader) => {
      refuseWithoutMinute(command);
      return released(command, reader, true);
    },
  }),

  defineCommand({
    type: 'contribution.end-condition',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { contributionId: field.id, condition: field.id, outcome: z.enum(['failed', 'lapsed']) },
    decide: (command, reader) => {
      const { body } = command;
      const id = body.contributionId;
      const open = openFund(command, reader);
      const before = signed(reader, id);
      const valueDate = valueDateOf(command, open);
      const known = conditionOf(before, body.condition, id);
      if (known.status === body.outcome) return { events: [], valueDate };
      refuseDecided(known);
      const data: ConditionEnded = {
        contributor: before.contributor,
        earmark: before.earmark,
        condition: known.id,
        outcome: body.outcome,
        amount: known.amount,
        ...paperOf(command),
      };
      return { events: [event(contribution, id, 'contribution.condition-ended', data)], valueDate };
    },
  }),
];

type Releasing = Command<{
  readonly contributionId: string;
  readonly condition: string;
  readonly rate?: z.output<typeof field.rate> | undefined;
}>;

/** A condition that came about, or that a body waived, commits what depended on it. */
function released(command: Releasing, reader: Reader, waived: boolean): Decision {
  const { body } = command;
  const id = body.contributionId;
  const open = openFund(command, reader);
  const before = signed(reader, id);
  const valueDate = valueDateOf(command, open);
  const known = conditionOf(before, body.condition, id);
  if (known.status === (waived ? 'waived' : 'met')) return { events: [], valueDate };
  refuseDecided(known);
  // What comes about too late is for a body to waive.
  if (!waived && known.until !== undefined && valueDate > known.until) {
    refuse('contribution-condition-expired', { contribution: id, condition: known.id, until: known.until, date: valueDate });
  }
  const amount = { amountMinor: minorOf(known.amount), currency: currency(known.amount.currency) };
  const data: ConditionMet = {
    contributor: before.contributor,
    earmark: before.earmark,
    condition: known.id,
    ...(waived ? { waived: true as const } : {}),
    ...gain(open, reader, before, amount, body.rate),
    ...paperOf(command),
  };
  return { events: [event(contribution, id, 'contribution.condition-met', data)], valueDate };
}

function conditionOf(state: KnownContribution, condition: string, id: string): KnownCondition {
  const known = state.conditions.find((each) => each.id === condition);
  return (
    known ??
    refuse('contribution-condition-unknown', { contribution: id, condition, known: state.conditions.map((each) => each.id) })
  );
}

function refuseDecided(known: KnownCondition): void {
  if (known.status !== 'open')
    refuse('wrong-status', { thing: 'condition', id: known.id, status: known.status, expected: 'open' });
}
