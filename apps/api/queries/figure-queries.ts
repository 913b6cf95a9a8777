import { z } from 'zod';
import {
  type AskedOf,
  type OpenedReport,
  figurePage,
  figuresOf,
  openFigure,
  openedReports,
} from '#projections/figures/reports';
import type { Paging } from '#projections/page';
import { cuts } from '#projections/payment-times';
import { dimensions } from '#projections/reports/sources-and-uses';
import type { Services } from '#runtime/services';
import { accountsQueries } from './accounts-queries.js';
import { date, instant, money, position, stream, viewPageOf } from './answers.js';
import { fundQueries, ofFund } from './fund-queries.js';
import { moneyInQueries } from './money-in-queries.js';
import { type Parameters, after, idParameter, oneOf, paging, readParameters, textParameter } from './parameters.js';
import type { Query, ReadView } from './query.js';
import { reportQueries } from './report-queries.js';
import { resultsQueries } from './results-queries.js';
import { runningQueries } from './running-queries.js';

/** The query of each report: its figures are asked for as the report itself is. */
const queryOf: Readonly<Record<OpenedReport, string>> = {
  'sources-and-uses': 'readSourcesAndUses',
  concentration: 'readConcentration',
  'ssc-table': 'readSscTable',
  participation: 'readParticipation',
  cofinancing: 'readCofinancing',
  advances: 'readAdvanceAgeing',
  pipeline: 'readPipeline',
  'cash-forecast': 'readCashForecast',
  'payment-times': 'readPaymentTimes',
  position: 'readFundPosition',
  'contributor-summary': 'readContributorSummary',
  'financial-position': 'readFinancialPosition',
  'statement-of-activities': 'readActivities',
  'cash-flow': 'readCashFlow',
  budget: 'readBudget',
  'trial-balance': 'readTrialBalance',
};

const known = [
  ...fundQueries,
  ...accountsQueries,
  ...moneyInQueries,
  ...reportQueries,
  ...resultsQueries,
  ...runningQueries,
].filter(({ name }) => Object.values(queryOf).includes(name));
const names = Object.keys(openedReports) as OpenedReport[];
const reportOf = (name: string | undefined): OpenedReport | undefined => names.find((each) => each === name);
const reports = Object.fromEntries(names.map((name) => [name, known.find((each) => each.name === queryOf[name])!])) as Readonly<
  Record<OpenedReport, Query>
>;

/** What a report is asked with; that of a contributor names it in its address, its figures by a parameter. */
const parametersOf = (report: OpenedReport): Parameters => ({
  ...reports[report].parameters,
  ...(report === 'contributor-summary' ? { contributor: idParameter('Of this contributor.', 'apc') } : {}),
});

/** Dollars are reckoned from the amounts, and are no figures of their own. */
const reckoned = ['rate', 'rateSource', 'rateDate'];
const union: Parameters = {
  ...Object.fromEntries(
    names.flatMap((name) => Object.entries(parametersOf(name)).filter(([each]) => !reckoned.includes(each))),
  ),
  by: oneOf('Broken down, or cut, by this; as the report has it.', [...new Set([...dimensions, ...cuts])]),
};

const figureName = textParameter(
  'Which figure: the way to it in the answer of the report, with the key of each row in place of its number. The first one when absent.',
  /^(\/[^/\0]{1,200}){1,8}$/u,
  '/rows/2026/disbursed',
  { en: 'the name of a figure, as the list of figures has it', es: 'el nombre de una cifra, como lo da la lista de cifras' },
);

type Path = Readonly<Record<string, string>>;

const view = ({ fund = '', report }: Path): ReadView => {
  const own = reportOf(report);
  return (own && reports[own].view?.({ fund })) ?? { book: fund, group: 'ledger' };
};

/** Reads the figures of the report that an address names, as it was asked for; undefined where there is no such thing. */
async function figuresAsked<Found extends object>(
  services: Services,
  path: Path,
  given: Readonly<Record<string, unknown>>,
  own: Parameters,
  read: (
    figures: NonNullable<Awaited<ReturnType<typeof figuresOf>>>,
    asked: Readonly<Record<string, unknown>>,
  ) => Found | undefined | Promise<Found | undefined>,
): Promise<object | undefined> {
  const [report, fund = ''] = [reportOf(path['report']), path['fund']];
  if (!report) return undefined;
  // What other reports are asked with says nothing of this one.
  const mine = parametersOf(report);
  const asked = readParameters({ ...union, ...mine, ...own }, given);
  const of = Object.fromEntries(
    Object.entries(asked).filter(([name]) => Object.hasOwn(mine, name) && !Object.hasOwn(own, name)),
  );
  let found: Found | undefined;
  const answer = await ofFund(services, fund, view(path).group, async () => {
    const figures = await figuresOf(services.readPool, fund, report, of as AskedOf<OpenedReport>);
    found = figures && (await read(figures, asked));
    return found ?? {};
  });
  return found && answer;
}

const figure = {
  figure: z.string(),
  amount: money.nullable(),
  number: z.string().nullable().describe('A count or a quantity.'),
};
const entry = z.strictObject({
  position,
  valueDate: date,
  recordedAt: instant,
  type: z.string(),
  stream,
  amount: money.nullable(),
  number: z.string().nullable(),
  wholeMovement: money.nullable().describe('All that moved, where the figure has a share of it.'),
  evidence: z.array(z.string()).describe('SHA-256 of the papers that the journal names for the same thing, up to this event.'),
});

const listParameters = { ...paging, ...after };
const entryParameters = { figure: figureName, ...paging, ...after };

/** Every figure of every report, opened in one way: down to the events that it is the sum of, and their papers. */
export const figureQueries: readonly Query[] = [
  {
    name: 'listFigures',
    path: '/funds/{fund}/reports/{report}/figures',
    tag: 'Reports',
    summary: 'List the figures of a report',
    description: `Sums and counts; shares, indices, days and dollars are reckoned from these. Ask with the parameters of the report itself, which is one of ${names.join(', ')}; those of other reports are passed over. \`/reports/{report}/entries\` opens each by its name.`,
    parameters: { ...union, ...listParameters },
    choices: { report: names },
    answer: viewPageOf(z.strictObject(figure)),
    view,
    thing: ['report', 'report'],
    read: (services, path, given) =>
      figuresAsked(services, path, given, listParameters, (figures, asked) => figurePage(figures, asked as Paging)),
  },
  {
    name: 'listFigureEntries',
    path: '/funds/{fund}/reports/{report}/entries',
    tag: 'Reports',
    summary: 'Open a figure of a report',
    description:
      'The events that it is the sum of, each with what it adds, its position and the papers named for the same thing. `/books/{book}/events/{position}` has the event as it is hashed. Ask with the same parameters as the report; `position` keeps both to the same state of the book.',
    parameters: { ...union, ...entryParameters },
    choices: { report: names },
    answer: viewPageOf(entry).extend(figure),
    view,
    thing: ['figure', 'report'],
    read: ({ readPool, ...services }, path, given) =>
      figuresAsked({ readPool, ...services }, path, given, entryParameters, (figures, asked) =>
        openFigure(readPool, path['fund'] ?? '', figures, asked as Paging & { readonly figure?: string }),
      ),
  },
];
