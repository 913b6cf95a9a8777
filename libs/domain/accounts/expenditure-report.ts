import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { type Command, type Decision, defineCommand, paperOf, saysTheSame } from '../command.js';
import { refuseAcceptedBefore } from './cost-basis.js';
import { claimsOf } from './evidence.js';
import {
  type EvidenceDocument,
  type ExistingReport,
  type ExpenditureAnswered,
  type ExpenditureCorrected,
  type ExpenditureSubmitted,
  expenditure,
  openOf,
} from './expenditure.js';
import {
  type AskedLine,
  claimedBy,
  documentField,
  documentOf,
  linesOf,
  overBudget,
  reportedLines,
} from './expenditure-lines.js';
import * as field from '../fields.js';
import { type OpenFund, type Rate, notInFuture, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, grantFor } from '../grants/grant.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import { refund } from './refund.js';
import { refuse } from '../rejections.js';
import { refuseAdvanceRate } from './report-exchange.js';
import { event, existing, refuseTaken } from '../stream.js';

/*
 * The side of the CSO: it reports what was spent, answers what is questioned, and corrects its report.
 */

const reportShape = {
  periodStart: field.date,
  periodEnd: field.date,
  lines: reportedLines,
  rate: field.rate.optional().describe('Where the report is in another currency: as the grant agrees.'),
  advanceRate: field.rate
    .optional()
    .describe('At which the payee had changed its advance, where the grant says that the fund bears the difference.'),
};

export const expenditureReportCommands = [
  defineCommand({
    type: 'expenditure.submit',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { reportId: field.id, grantId: field.id, ...reportShape },
    creates: 'reportId',
    decide: (command, reader) => {
      const { reportId, grantId, ...asked } = command.body;
      const open = openFund(command, reader);
      refuseTaken(reader, expenditure, reportId);
      // A refund of its costs is known by the id of the report.
      refuseTaken(reader, refund, reportId);
      const data = reportOf(open, reader, command, grantId, asked);
      return {
        events: [
          event(expenditure, reportId, 'expenditure.submitted', data),
          ...claimsOf(reader, { report: reportId, grant: grantId }, claimedBy(documentsIn(data))),
        ],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'expenditure.correct',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: { reportId: field.id, ...reportShape },
    decide: (command, reader): Decision => {
      const { reportId, ...asked } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, reportId);
      refuseReviewed(reportId, state);
      const { grant, lines } = state.report;
      const valueDate = valueDateOf(command, open);
      const report = reportOf(open, reader, command, grant, asked);
      const { replaces: _, ...reported }: Partial<ExpenditureCorrected> = state.report;
      if (saysTheSame(withoutNames(report), withoutNames(reported as ExpenditureSubmitted))) return { events: [], valueDate };
      const data: ExpenditureCorrected = {
        ...report,
        replaces: lines.map(({ category, amount }) => ({ category, amount })),
      };
      const before = claimedBy([...documentsIn(state.report), ...state.answered]);
      return {
        events: [
          event(expenditure, reportId, 'expenditure.corrected', data),
          ...claimsOf(reader, { report: reportId, grant }, claimedBy(documentsIn(data)), before),
        ],
        valueDate,
      };
    },
  }),

  defineCommand({
    type: 'expenditure.answer',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      reportId: field.id,
      lines: z
        .array(
          z.strictObject({
            category: field.id,
            answer: field.sealed(4000),
            documents: z.array(documentField).min(1).max(50).optional(),
          }),
        )
        .min(1)
        .max(200),
    },
    decide: (command, reader): Decision => {
      const { reportId, lines } = command.body;
      const open = openFund(command, reader);
      const state = existing(reader, expenditure, reportId);
      const { grant } = state.report;
      refuseOtherParties(command, reader, grantFor(reader, grant, 'account'));
      const asked = [...openOf(state).keys()].filter((category) => state.questions[category] === 'asked');
      for (const { category } of lines) {
        if (!asked.includes(category)) refuse('not-in-question', { report: reportId, category, asked });
      }
      const documents = lines.flatMap((each) => (each.documents ?? []).map(documentOf));
      refuseFutureDocuments(open, command, documents);
      const data: ExpenditureAnswered = {
        grant,
        lines: lines.map((each) => ({
          category: each.category,
          answerHash: each.answer,
          ...present({ documents: each.documents?.map(documentOf) }),
        })),
        ...paperOf(command),
      };
      const before = [...documentsIn(state.report), ...state.answered];
      return {
        events: [
          event(expenditure, reportId, 'expenditure.answered', data),
          ...claimsOf(reader, { report: reportId, grant }, claimedBy([...before, ...documents]), claimedBy(before)),
        ],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

interface AskedReport {
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  readonly lines: readonly AskedLine[];
  readonly rate?: Rate | undefined;
  readonly advanceRate?: Rate | undefined;
}

/** A report as its event keeps it: refused when the period, the currency, a category or a paper does not fit the grant. */
function reportOf(open: OpenFund, reader: Reader, command: Command, grantId: string, asked: AskedReport): ExpenditureSubmitted {
  const terms = grantFor(reader, grantId, 'account');
  refuseOtherParties(command, reader, terms);
  refusePeriod(open, command, grantId, terms, asked);
  const reportedOn = command.documentDate ?? valueDateOf(command, open);
  const lines = linesOf(open, terms, { ...asked, grantId, reportedOn });
  for (const { category } of lines) refuseAcceptedBefore(open, reader, grantId, terms, category);
  refuseAdvanceRate(open, grantId, terms, asked);
  const beyond = overBudget(open, reader, grantId, terms, lines);
  refuseFutureDocuments(open, command, documentsIn({ lines }));
  return present<ExpenditureSubmitted>({
    grant: grantId,
    activity: terms.activity,
    payee: terms.payee,
    periodStart: asked.periodStart,
    periodEnd: asked.periodEnd,
    lines,
    rate: asked.rate,
    advanceRate: asked.advanceRate,
    overBudget: beyond.length === 0 ? undefined : beyond,
    ...paperOf(command),
  });
}

/** A report without the hashes of names: the same name has another hash each time that it is kept. */
const withoutNames = (report: ExpenditureSubmitted): ExpenditureSubmitted => ({
  ...report,
  lines: report.lines.map(({ documents, ...line }) => ({
    ...line,
    ...present({ documents: documents?.map(({ supplierHash: _, ...paper }) => paper) }),
  })),
});

const documentsIn = ({ lines }: Pick<ExpenditureSubmitted, 'lines'>): EvidenceDocument[] =>
  lines.flatMap((each) => each.documents ?? []);

const refuseOtherParties = (command: Command, reader: Reader, { executor, payee }: GrantSigned): void =>
  refuseOtherOrganisation(command, reader, ...new Set([executor, payee]));

/** A period is past, and lies within the dates of the grant, where it has any. */
function refusePeriod(
  open: OpenFund,
  command: Command,
  grantId: string,
  terms: GrantSigned,
  { periodStart, periodEnd }: AskedReport,
): void {
  if (periodEnd < periodStart) refuse('period-reversed', { start: periodStart, end: periodEnd });
  notInFuture(open, command, periodEnd);
  const date = valueDateOf(command, open);
  if (periodEnd > date) refuse('period-not-past', { date, end: periodEnd });
  const { startsOn, endsOn } = terms;
  if (startsOn !== undefined && periodStart < startsOn) {
    refuse('period-before', { thing: 'grant', id: grantId, start: periodStart, startsOn });
  }
  if (endsOn !== undefined && periodEnd > endsOn) {
    refuse('period-after', { thing: 'grant', id: grantId, end: periodEnd, endsOn });
  }
}

const refuseFutureDocuments = (open: OpenFund, command: Command, documents: readonly EvidenceDocument[]): void =>
  documents.forEach((each) => notInFuture(open, command, each.date));

/** A report is corrected while nothing of it is accepted or disallowed. */
function refuseReviewed(id: string, state: ExistingReport): void {
  if (state.acceptances.length > 0 || state.disallowances.some((each) => each.upheld !== true)) {
    refuse('wrong-status', {
      thing: expenditure.thing,
      id,
      status: state.status,
      expected: 'submitted, questioned, answered',
    });
  }
}
