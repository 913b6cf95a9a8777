import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { greatest, least, minorOf, splitByWeight, sum } from '#kernel/money';
import { present } from '#kernel/present';
import { type LocalDate, dateIn, daysAfter } from '#kernel/time';
import { type Command, type Decision, defineCommand, paperOf } from '../command.js';
import { refuseAcceptedBefore, refuseDivided } from './cost-basis.js';
import { costLines } from './expenditure-lines.js';
import { commented, finding, refuseBeyondGrant, refuseSubmitter } from './expenditure-review.js';
import {
  type CategoryLine,
  type Disallowance,
  type ExistingReport,
  type ExpenditureAppealDecided,
  type ExpenditureAppealed,
  type ExpenditureDisallowed,
  acceptedIn,
  expenditure,
  openOf,
  submittersOf,
} from './expenditure.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, homeText, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, termsOf } from '../grants/grant.js';
import { borneBy } from '../grants/waiver.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { event, existing } from '../stream.js';

/* Costs that the fund does not bear: somebody else than who reported disallows them, the CSO appeals, and a third person decides. */

export const expenditureDisallowanceCommands = [
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
      const total = sum(found.map((each) => minorOf(each.amount)));
      if (of === 'accepted') refuseRelieved(open, reader, grant, terms, total);
      const data = present<ExpenditureDisallowed>({
        grant,
        activity,
        payee,
        disallowance: body.disallowanceId,
        of,
        total: homeJson(open, total),
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

const disallowanceIn = (state: ExistingReport, id: string): Disallowance =>
  state.disallowances.find((each) => each.id === id) ?? refuse('not-found', { thing: 'disallowance', id });

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

/** What a settlement has taken off a grant, for income or for the share of others, is due back already: it is not due twice. */
function refuseRelieved(open: OpenFund, reader: Reader, grant: string, terms: GrantSigned, total: bigint): void {
  const borne = borneBy(open, reader, grant, terms);
  if (total <= borne) return;
  refuse('disallowed-relieved', {
    grant,
    currency: open.home,
    disallowed: homeText(open, total),
    borne: homeText(open, borne),
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
