import { z } from 'zod';
import { currency } from '#kernel/currency';
import type { Reader } from '#kernel/decider';
import { type Money, minorOf, moneyJson, sum, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { defineCommand, paperOf, saysTheSame } from '../command.js';
import { conditionWords, wordsOfCondition } from '../condition-words.js';
import {
  type Condition,
  type CollectionOpened,
  type ContributionAmended,
  type ContributionCommitted,
  type ContributionPledged,
  type ContributionRescheduled,
  type DueInstalment,
  type Terms,
  notNewGrounds,
} from './contribution-events.js';
import { type KnownContribution, contribution, openConditions } from './contribution.js';
import * as field from '../fields.js';
import { carried, earmarkOf, noEarmark, openFund, valueDateOf } from '../fund/fund.js';
import { gain, loss, unpromised } from './gains-and-losses.js';
import { registeredPartner, sameOrganisationAs } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { event, existing, refuseTaken, stateOf } from '../stream.js';

/** What is promised: pledges, agreements with their conditions and dates, and what becomes of those. */

const { thing } = contribution;

const terms = {
  contributionId: field.id,
  contributor: field.id.describe('A partner of the registry.'),
  earmark: field.id.default(noEarmark),
  agreement: field.line(200).optional(),
  providerActivity: field.iatiIdentifier.optional(),
  notNew: z
    .enum(notNewGrounds)
    .optional()
    .describe('Why this is no genuine new money: it is shown, and never counted as new resources.'),
};

const termsOf = (body: z.output<z.ZodObject<typeof terms>>) =>
  present<Terms>({
    contributor: body.contributor,
    earmark: body.earmark,
    agreement: body.agreement,
    providerActivity: body.providerActivity,
    notNew: body.notNew,
  });

const conditions = z
  .array(
    z.strictObject({
      id: field.id,
      text: field.line(500),
      ...conditionWords,
      amount: field.amount.describe('The part of the agreement that depends on it.'),
      until: field.date.optional(),
    }),
  )
  .max(50);

const instalments = z
  .array(z.strictObject({ id: field.id, dueDate: field.date, amount: field.amount, condition: field.id.optional() }))
  .min(1)
  .max(100);

export const contributionTermsCommands = [
  defineCommand({
    type: 'contribution.pledge',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...terms, amount: field.amount },
    creates: 'contributionId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, contribution, body.contributionId);
      registeredPartner(reader, body.contributor);
      earmarkOf(open, body.earmark);
      const data: ContributionPledged = { ...termsOf(body), amount: toJson(carried(open, body.amount)), ...paperOf(command) };
      return {
        events: [event(contribution, body.contributionId, 'contribution.pledged', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'contribution.open-collection',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...terms, currency: field.currencyCode },
    creates: 'contributionId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, contribution, body.contributionId);
      const { kind } = registeredPartner(reader, body.contributor);
      if (kind !== 'public-collection') refuse('not-a-collection', { partner: body.contributor, kind });
      earmarkOf(open, body.earmark);
      carried(open, { amountMinor: 0n, currency: currency(body.currency) });
      const data: CollectionOpened = { ...termsOf(body), currency: body.currency, ...paperOf(command) };
      return {
        events: [event(contribution, body.contributionId, 'contribution.collection-opened', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'contribution.commit',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      ...terms,
      amount: field.amount.describe('All that the agreement gives, conditional parts included.'),
      rate: field.rate.optional(),
      conditions: conditions.default([]).describe('Parts that are committed only once something comes about.'),
      instalments: instalments.optional().describe('When how much is due; they sum to the amount.'),
    },
    creates: 'contributionId',
    decide: (command, reader) => {
      const { body } = command;
      const id = body.contributionId;
      const open = openFund(command, reader);
      const before = stateOf(reader, contribution, id);
      registeredPartner(reader, body.contributor);
      earmarkOf(open, body.earmark);
      if (before.status === 'committed') refuse('id-taken', { thing, id });
      if (before.status === 'pledged') refuseOtherTerms(reader, before, body, id);
      const unconditional = unconditionalPart(carried(open, body.amount), body.conditions, id);
      const standing = before.status === 'pledged' ? before : unpromised(body.earmark);
      const data: ContributionCommitted = {
        ...termsOf(body),
        ...gain(open, reader, standing, unconditional, body.rate),
        ...(body.conditions.length === 0 ? {} : { conditions: body.conditions.map(conditionData) }),
        ...(body.instalments ? { instalments: scheduleOf(body.instalments, body.amount, body.conditions, id) } : {}),
        ...paperOf(command),
      };
      return {
        events: [event(contribution, id, 'contribution.committed', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'contribution.amend',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      contributionId: field.id,
      change: z.enum(['increase', 'cut']),
      amount: field.amount.describe('By how much the unconditional part changes.'),
      rate: field.rate.optional().describe('Of an increase in another currency than that of the fund.'),
      instalments: instalments.optional().describe('The new schedule, where it changes.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const id = body.contributionId;
      const open = openFund(command, reader);
      const before = signed(reader, id);
      refuseOtherCurrency(before, body.amount, id);
      const change = body.amount.amountMinor;
      if (body.change === 'cut' && change > before.committedMinor) {
        const figures = {
          requested: toJson(body.amount).amount,
          committed: moneyJson(before.committedMinor, body.amount.currency).amount,
        };
        refuse('cut-exceeds-commitment', { contribution: id, currency: before.currency, ...figures });
      }
      if (body.change === 'cut' && body.rate) refuse('rate-of-a-cut', { contribution: id });
      const total = promisedBy(before) + (body.change === 'cut' ? -change : change);
      const schedule = body.instalments
        ? { instalments: scheduleOf(body.instalments, { ...body.amount, amountMinor: total }, before.conditions, id) }
        : {};
      const source = { contributor: before.contributor, earmark: before.earmark };
      const data: ContributionAmended =
        body.change === 'increase'
          ? {
              change: 'increase',
              ...source,
              ...gain(open, reader, before, body.amount, body.rate),
              ...schedule,
              ...paperOf(command),
            }
          : { change: 'cut', ...source, ...loss(open, reader, id, before, change), ...schedule, ...paperOf(command) };
      return { events: [event(contribution, id, 'contribution.amended', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'contribution.reschedule',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { contributionId: field.id, instalments },
    decide: (command, reader) => {
      const { body } = command;
      const id = body.contributionId;
      const open = openFund(command, reader);
      const before = signed(reader, id);
      const total = { amountMinor: promisedBy(before), currency: currency(before.currency) };
      const schedule = scheduleOf(body.instalments, total, before.conditions, id);
      const same = saysTheSame({ schedule }, { schedule: before.instalments });
      const data: ContributionRescheduled = {
        contributor: before.contributor,
        earmark: before.earmark,
        instalments: schedule,
        ...paperOf(command),
      };
      return {
        events: same ? [] : [event(contribution, id, 'contribution.rescheduled', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

/** A contribution under an agreement; refuses a mere pledge, and a collection, which nobody signs. */
export function signed(reader: Reader, id: string): KnownContribution {
  const state = existing(reader, contribution, id);
  if (state.status !== 'committed') refuse('wrong-status', { thing, id, status: state.status, expected: 'committed' });
  if (state.pooled) refuse('collection-has-no-terms', { contribution: id });
  return state;
}

export function refuseOtherCurrency(state: KnownContribution, amount: Money, id: string): void {
  if (state.currency !== amount.currency) {
    refuse('currency-mismatch', { currency: amount.currency, thing, id, expected: state.currency });
  }
}

/** All that the agreement gives or may still give. */
const promisedBy = (state: KnownContribution): bigint =>
  state.committedMinor + sum(openConditions(state).map((each) => minorOf(each.amount)));

type GivenCondition = z.output<typeof conditions>[number];

const conditionData = ({ id, text, amount, until, ...words }: GivenCondition) =>
  present<Condition>({ id, text, ...wordsOfCondition(words), amount: toJson(amount), until });

function unconditionalPart(amount: Money, given: readonly GivenCondition[], id: string): Money {
  for (const each of given) {
    if (each.amount.currency !== amount.currency) {
      refuse('currency-mismatch', { currency: each.amount.currency, thing, id, expected: amount.currency });
    }
  }
  refuseRepeated(
    'condition',
    given.map((each) => each.id),
  );
  const conditional = sum(given.map((each) => each.amount.amountMinor));
  if (conditional > amount.amountMinor) {
    const figures = { conditional: moneyJson(conditional, amount.currency).amount, amount: toJson(amount).amount };
    refuse('conditions-exceed-agreement', { contribution: id, currency: amount.currency, ...figures });
  }
  return { ...amount, amountMinor: amount.amountMinor - conditional };
}

function scheduleOf(
  given: z.output<typeof instalments>,
  total: Money,
  known: readonly { readonly id: string }[],
  id: string,
): DueInstalment[] {
  refuseRepeated(
    'instalment',
    given.map((each) => each.id),
  );
  for (const { amount, condition } of given) {
    if (amount.currency !== total.currency) {
      refuse('currency-mismatch', { currency: amount.currency, thing, id, expected: total.currency });
    }
    const conditionIds = known.map((each) => each.id);
    if (condition !== undefined && !conditionIds.includes(condition)) {
      refuse('contribution-condition-unknown', { contribution: id, condition, known: conditionIds });
    }
  }
  const scheduled = sum(given.map((each) => each.amount.amountMinor));
  if (scheduled !== total.amountMinor) {
    const figures = { instalments: moneyJson(scheduled, total.currency).amount, agreed: toJson(total).amount };
    refuse('schedule-does-not-sum', { contribution: id, currency: total.currency, ...figures });
  }
  return given
    .map(({ id: instalment, dueDate, amount, condition }) => ({
      id: instalment,
      dueDate,
      amount: toJson(amount),
      ...present({ condition }),
    }))
    .toSorted((a, b) => (a.dueDate === b.dueDate ? (a.id < b.id ? -1 : 1) : a.dueDate < b.dueDate ? -1 : 1));
}

function refuseRepeated(what: string, ids: readonly string[]): void {
  const repeated = ids.find((each, index) => ids.indexOf(each) !== index);
  if (repeated !== undefined) refuse('id-taken', { thing: what, id: repeated });
}

/** A commitment keeps to the contributor, earmark and currency of its pledge; the amount may differ. */
function refuseOtherTerms(
  reader: Reader,
  before: KnownContribution,
  body: { readonly contributor: string; readonly earmark: string; readonly amount: Money },
  id: string,
): void {
  const same = sameOrganisationAs(reader, before.contributor, body.contributor);
  const differing = same ? (before.earmark === body.earmark ? undefined : 'earmark') : 'contributor';
  if (differing) {
    refuse('terms-differ', { thing, id, member: differing, expected: before[differing], given: body[differing] });
  }
  refuseOtherCurrency(before, body.amount, id);
}
