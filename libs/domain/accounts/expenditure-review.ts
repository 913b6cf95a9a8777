import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { type Money, greatest, least, minorOf, splitByWeight, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { type LocalDate, dateIn, daysAfter } from '#kernel/time';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import {
  type CategoryLine,
  type Disallowance,
  type ExistingReport,
  type ExpenditureAccepted,
  type ExpenditureAppealDecided,
  type ExpenditureAppealed,
  type ExpenditureDisallowed,
  type ExpenditureQuestioned,
  acceptedIn,
  expenditure,
  findingReasons,
  openOf,
  submittersOf,
} from './expenditure.js';
import { refuseAcceptedBefore, refuseDivided, refuseOffBasis } from './cost-basis.js';
import { byEarmark, categoryLines, costLines, refuseOverBudget } from './expenditure-lines.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { disbursedOn } from '../grants/funding-line.js';
import { type GrantSigned, grantFor, termsOf } from '../grants/grant.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { settling } from './report-exchange.js';
import { event, existing } from '../stream.js';

/*
 * The side of the fund: somebody else than who submitted a report questions it, accepts it, whole or in part, or disallows a
 * cost; the CSO appeals, and a third person decides.
 */

const finding = { category: field.id, reason: z.enum(findingReasons) };
const commented = { comment: field.sealed(4000).optional() };

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

  defineCommand({
    type: 'expenditure.disallow',
    book: 'fund',
    roles: ['approver'],
    shape: {
      disallowanceId: field.id,
      reportId: field.id,
      of: z
        .enum(['reported', 'accepted'])
        .optional()
        .describe('Of what is not accepted yet, as long as there is any, or of what was accepted.'),
      lines: z
        .array(z.strictObject({ ...finding, amount: field.amount.optional().describe('All of it when absent.') }))
        .min(1)
        .max(200)
        .refine((lines) => new Set(lines.map((each) => each.category)).size === lines.length, { params: { rule: 'unique' } }),
      ...commented,
    },
    creates: 'disallowanceId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, body.reportId);
      if (state.disallowances.some((each) => each.id === body.disallowanceId)) {
        refuse('id-taken', { thing: 'disallowance', id: body.disallowanceId });
      }
      refuseSubmitter(command, body.reportId, state);
      const { grant, activity, payee } = state.report;
      const terms = termsOf(reader, grant);
      const of = body.of ?? (openOf(state).size > 0 ? 'reported' : 'accepted');
      const found = body.lines.map(({ category, amount, reason }) => {
        const most = of === 'reported' ? (openOf(state).get(category) ?? 0n) : sum(acceptedIn(state, category).values());
        const disallowed = amount ? inHome(open, amount, 'grant', grant) : most;
        if (disallowed > most || most === 0n) refuseBeyondFound(open, body.reportId, { category, of, disallowed, most });
        refuseDivided(open, terms, category, { asked: disallowed, whole: most });
        return { category, amount: homeJson(open, disallowed), reason };
      });
      const data = present<ExpenditureDisallowed>({
        grant,
        activity,
        payee,
        disallowance: body.disallowanceId,
        of,
        total: homeJson(open, sum(found.map((each) => minorOf(each.amount)))),
        findings: found,
        lines: of === 'reported' ? [] : found.flatMap((each) => costsOf(open, state, each)),
        budgeted: of === 'accepted' && terms.budget !== undefined ? true : undefined,
        commentHash: body.comment,
        ...paperOf(command),
      });
      return {
        events: [event(expenditure, body.reportId, 'expenditure.disallowed', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'expenditure.appeal',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { reportId: field.id, disallowanceId: field.id, grounds: field.sealed(4000) },
    decide: (command, reader): Decision => {
      const { reportId, disallowanceId, grounds } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, reportId);
      const { grant } = state.report;
      const { executor, payee } = termsOf(reader, grant);
      refuseOtherOrganisation(command, reader, ...new Set([executor, payee]));
      const made = disallowanceIn(state, disallowanceId);
      const valueDate = valueDateOf(command, open);
      if (made.appealedBy === command.actor && made.upheld === undefined) return { events: [], valueDate };
      if (made.appealedBy !== undefined) refuse('appealed-already', { report: reportId, disallowance: disallowanceId });
      refuseLateAppeal(command, open, reportId, made, valueDate);
      const data: ExpenditureAppealed = { grant, disallowance: disallowanceId, groundsHash: grounds, ...paperOf(command) };
      return { events: [event(expenditure, reportId, 'expenditure.appealed', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'expenditure.decide-appeal',
    book: 'fund',
    roles: ['approver'],
    shape: { reportId: field.id, disallowanceId: field.id, upheld: z.boolean(), ...commented },
    decide: (command, reader): Decision => {
      const { reportId, disallowanceId, upheld, comment } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, reportId);
      const made = disallowanceIn(state, disallowanceId);
      const valueDate = valueDateOf(command, open);
      if (made.upheld === upheld) return { events: [], valueDate };
      if (made.appealedBy === undefined || made.upheld !== undefined) {
        refuse('no-appeal', { report: reportId, disallowance: disallowanceId });
      }
      const tookPart = [
        made.disallowedBy,
        made.appealedBy,
        ...submittersOf(state),
        ...state.acceptances.map((each) => each.acceptedBy),
      ];
      if (tookPart.includes(command.actor)) {
        refuse('took-part', { actor: command.actor, report: reportId, disallowance: disallowanceId });
      }
      const data = present<ExpenditureAppealDecided>({
        ...restored(open, reader, made, upheld),
        commentHash: comment,
        ...paperOf(command),
      });
      return { events: [event(expenditure, reportId, 'expenditure.appeal-decided', data)], valueDate };
    },
  }),
];

/** An appeal is made in its term: the organisation itself on the day that it is, a paper that came in time on its day. */
function refuseLateAppeal(
  command: Command,
  { policy: { appealDays }, timeZone }: OpenFund,
  report: string,
  { id, disallowedOn }: Disallowance,
  valueDate: LocalDate,
): void {
  if (appealDays === undefined) return;
  const until = daysAfter(disallowedOn, appealDays);
  const date = command.authority.role === 'cso' ? dateIn(timeZone, command.now) : valueDate;
  if (date > until) refuse('appeal-too-late', { report, disallowance: id, until, date });
}

function refuseStatus(id: string, status: string, expected: string): never {
  return refuse('wrong-status', { thing: expenditure.thing, id, status, expected });
}

function refuseSubmitter(command: Command, id: string, state: ExistingReport): void {
  if (submittersOf(state).includes(command.actor)) refuse('approver-is-requester', { actor: command.actor, expenditure: id });
}

const disallowanceIn = (state: ExistingReport, id: string): Disallowance =>
  state.disallowances.find((each) => each.id === id) ?? refuse('not-found', { thing: 'disallowance', id });

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
function refuseBeyondGrant(
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

function refuseBeyondFound(
  open: OpenFund,
  report: string,
  found: { readonly category: string; readonly of: string; readonly disallowed: bigint; readonly most: bigint },
): never {
  return refuse('disallowed-exceeds', {
    report,
    category: found.category,
    of: found.of,
    currency: open.home,
    disallowed: homeText(open, found.disallowed),
    most: homeText(open, found.most),
  });
}

/** Which expense of the fund an accepted cost was: by earmark, in the proportion of what stands, all of it when all goes. */
const costsOf = (open: OpenFund, state: ExistingReport, { category, amount }: CategoryLine) => {
  const weights = [...acceptedIn(state, category)].map(([id, weight]) => ({ id, weight }));
  return costLines(open, category, splitByWeight(minorOf(amount), weights));
};

/** What an appeal comes to: nothing when it is turned down; else the cost is the fund's again, and clears what stands open. */
function restored(
  open: OpenFund,
  reader: Reader,
  { data }: Disallowance,
  upheld: boolean,
): Omit<ExpenditureAppealDecided, 'commentHash'> {
  const { grant, activity, payee, disallowance, of, total } = data;
  const again = upheld && of === 'accepted' ? minorOf(total) : 0n;
  const terms = termsOf(reader, grant);
  if (again > 0n) for (const each of data.findings) refuseAcceptedBefore(open, reader, grant, terms, each.category);
  const toRecoverable = least(again, greatest(0n, reader.balances.of(`recoverable:${grant}`, open.home)));
  const clears = least(again - toRecoverable, greatest(0n, reader.balances.of(`advance:${grant}`, open.home)));
  const toPayable = again - toRecoverable - clears;
  if (toPayable > 0n) refuseBeyondGrant(open, reader, grant, terms, again, toPayable);
  return {
    grant,
    activity,
    payee,
    disallowance,
    of,
    upheld,
    total,
    lines: upheld ? data.lines : [],
    ...(upheld && data.budgeted ? { budgeted: true } : {}),
    toRecoverable: homeJson(open, toRecoverable),
    clearsAdvance: homeJson(open, clears),
    toPayable: homeJson(open, toPayable),
  };
}
