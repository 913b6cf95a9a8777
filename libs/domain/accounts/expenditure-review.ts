import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { type Money, least, minorOf, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import {
  type CategoryLine,
  type ExistingReport,
  type ExpenditureAccepted,
  type ExpenditureQuestioned,
  expenditure,
  findingReasons,
  openOf,
  submittersOf,
} from './expenditure.js';
import { refuseOffBasis } from './cost-basis.js';
import { byEarmark, categoryLines, refuseOverBudget } from './expenditure-lines.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import { type GrantSigned, grantFor } from '../grants/grant.js';
import { refuse } from '../rejections.js';
import { settling } from './report-exchange.js';
import { event, existing } from '../stream.js';

/*
 * The side of the fund: somebody else than who submitted a report questions it, and accepts it, whole or in part. What is
 * disallowed, and the appeal, are in expenditure-disallowance.
 */

export const finding = { category: field.id, reason: z.enum(findingReasons) };
export const commented = { comment: field.sealed(4000).optional() };

export const expenditureReviewCommands = [
  defineCommand({
    type: 'expenditure.question',
    book: 'fund',
    roles: ['approver', 'fund-manager'],
    shape: {
      reportId: field.id,
      lines: z
        .array(z.strictObject({ ...finding, ...commented }))
        .min(1)
        .max(200),
    },
    decide: (command, reader) => {
      const { reportId, lines } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, reportId);
      const valueDate = valueDateOf(command, open);
      const inReview = [...openOf(state).keys()];
      for (const { category } of lines) {
        if (!inReview.includes(category)) refuse('not-in-review', { report: reportId, category, open: inReview });
      }
      if (lines.every(({ category }) => state.questions[category] === 'asked')) return { events: [], valueDate };
      const data: ExpenditureQuestioned = {
        grant: state.report.grant,
        lines: lines.map(({ category, reason, comment }) => ({
          category,
          reason,
          ...present({ commentHash: comment }),
        })),
        ...paperOf(command),
      };
      return { events: [event(expenditure, reportId, 'expenditure.questioned', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'expenditure.accept',
    book: 'fund',
    roles: ['approver'],
    shape: {
      reportId: field.id,
      lines: categoryLines
        .optional()
        .describe(
          'What is accepted, by category, in the currency of the fund; all that is open and not in question when absent.',
        ),
    },
    decide: (command, reader): Decision => {
      const { reportId, lines } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, reportId);
      const valueDate = valueDateOf(command, open);
      if (isRepeated(state, command.actor, lines)) return { events: [], valueDate };
      if (openOf(state).size === 0) refuseStatus(reportId, state.status, 'submitted, answered, partly-accepted');
      refuseSubmitter(command, reportId, state);
      const { grant: grantId, activity, payee } = state.report;
      const terms = grantFor(reader, grantId, 'account');
      const accepted = acceptedLines(open, reportId, state, lines);
      refuseOffBasis(open, reader, terms, state, accepted);
      refuseOverBudget(open, reader, grantId, terms, accepted);
      const total = sum(accepted.map((each) => minorOf(each.amount)));
      const settled = settling(open, reader, state.report, terms, accepted);
      refuseBeyondGrant(open, reader, grantId, terms, total, minorOf(settled.toPayable));
      const data = present<ExpenditureAccepted>({
        grant: grantId,
        activity,
        payee,
        total: homeJson(open, total),
        lines: accepted.flatMap((each) => byEarmark(open, terms, each)),
        budgeted: terms.budget ? true : undefined,
        ...settled,
        ...paperOf(command),
      });
      return { events: [event(expenditure, reportId, 'expenditure.accepted', data)], valueDate };
    },
  }),
];

function refuseStatus(id: string, status: string, expected: string): never {
  return refuse('wrong-status', { thing: expenditure.thing, id, status, expected });
}

export function refuseSubmitter(command: Command, id: string, state: ExistingReport): void {
  if (submittersOf(state).includes(command.actor)) refuse('approver-is-requester', { actor: command.actor, expenditure: id });
}

type AskedCategories = readonly { readonly category: string; readonly amount: Money }[];

/** The same person accepts the same again, and nothing has happened in between. */
function isRepeated(state: ExistingReport, actor: string, asked: AskedCategories | undefined): boolean {
  const latest = state.acceptances.at(-1);
  if (!latest || latest.acceptedBy !== actor || latest.position !== state.last) return false;
  if (!asked) return openOf(state).size === 0;
  const amounts = new Map<string, bigint>();
  for (const { category, amount } of latest.lines) amounts.set(category, (amounts.get(category) ?? 0n) + minorOf(amount));
  return asked.length === amounts.size && asked.every((each) => amounts.get(each.category) === each.amount.amountMinor);
}

/** What is accepted: of each category not more than is open, and nothing that is in question. */
function acceptedLines(
  open: OpenFund,
  reportId: string,
  state: ExistingReport,
  asked: AskedCategories | undefined,
): CategoryLine[] {
  const room = openOf(state);
  const inQuestion = (category: string): boolean => state.questions[category] === 'asked';
  if (!asked) {
    const free = [...room].filter(([category]) => !inQuestion(category));
    if (free.length === 0) refuse('in-question', { report: reportId, categories: [...room.keys()] });
    return free.map(([category, amountMinor]) => ({ category, amount: homeJson(open, amountMinor) }));
  }
  return asked.map(({ category, amount }) => {
    const amountMinor = inHome(open, amount, 'grant', state.report.grant);
    const most = room.get(category) ?? 0n;
    if (amountMinor > most) {
      refuse('accepted-exceeds-reported', {
        category,
        currency: open.home,
        accepted: homeText(open, amountMinor),
        reported: homeText(open, most),
      });
    }
    if (inQuestion(category)) refuse('in-question', { report: reportId, categories: [category] });
    return { category, amount: homeJson(open, amountMinor) };
  });
}

/** What becomes payable has to fit into what the grant has not paid yet. */
export function refuseBeyondGrant(
  open: OpenFund,
  reader: Reader,
  grantId: string,
  terms: GrantSigned,
  accepted: bigint,
  toPayable: bigint,
): void {
  const unpaid = minorOf(terms.amount) - sum(terms.lines.map((line) => disbursedOn(open, reader, grantId, line)));
  const owed = reader.balances.of(`payable:${grantId}`, open.home);
  // What clears an advance has been paid already, however little the grant has left.
  const missing = least(toPayable, owed + toPayable - unpaid);
  if (missing > 0n) {
    refuse('expenditure-exceeds-grant', {
      grant: grantId,
      currency: open.home,
      accepted: homeText(open, accepted),
      room: homeText(open, accepted - missing),
      missing: homeText(open, missing),
    });
  }
}
