import type { Db } from '../db.js';
import { type Page, type Paging, PagingFault, limitOf, pageOf } from '../page.js';
import { advanceFigures } from './advance-figures.js';
import { contributorFigures, sscFigures } from './contribution-figures.js';
import { concentrationFigures, sourcesAndUsesFigures } from './flow-figures.js';
import { type Entry, type Figure, entriesOf } from './opening.js';
import { participationFigures } from './participation-figures.js';
import { cofinancingFigures, forecastFigures, paymentTimeFigures, pipelineFigures } from './pipeline-figures.js';
import { positionFigures } from './position-figures.js';
import {
  activitiesFigures,
  budgetFigures,
  cashFlowFigures,
  financialPositionFigures,
  trialBalanceFigures,
} from './statement-figures.js';

/** The reports whose figures can be opened, by the last part of their address, and what each is asked with. */
export const openedReports = {
  'sources-and-uses': sourcesAndUsesFigures,
  concentration: concentrationFigures,
  'ssc-table': sscFigures,
  participation: participationFigures,
  cofinancing: cofinancingFigures,
  advances: advanceFigures,
  pipeline: pipelineFigures,
  'cash-forecast': forecastFigures,
  'payment-times': paymentTimeFigures,
  position: positionFigures,
  'contributor-summary': contributorFigures,
  'financial-position': financialPositionFigures,
  'statement-of-activities': activitiesFigures,
  'cash-flow': cashFlowFigures,
  budget: budgetFigures,
  'trial-balance': trialBalanceFigures,
} as const satisfies Readonly<Record<string, (db: Db, book: string, asked: never) => Promise<Figure[] | undefined>>>;
export type OpenedReport = keyof typeof openedReports;

/** What a report is asked with. */
export type AskedOf<Report extends OpenedReport> =
  Parameters<(typeof openedReports)[Report]> extends [Db, string, infer Asked] ? Asked : object;

/** Every figure of a report that is a sum or a count; what is computed of them, as shares are, is none. */
export function figuresOf<Report extends OpenedReport>(
  db: Db,
  book: string,
  report: Report,
  asked: AskedOf<Report>,
): Promise<Figure[] | undefined> {
  const opened = openedReports[report] as (db: Db, book: string, asked: AskedOf<Report>) => Promise<Figure[] | undefined>;
  return opened(db, book, asked);
}

/** A figure as lists name it. */
export type NamedFigure = Omit<Figure, 'parts'>;

/** A page of the figures of a report, in its order. The cursor is how many came before. Throws `PagingFault`. */
export function figurePage(figures: readonly Figure[], asked: Paging): Page<NamedFigure> {
  const limit = limitOf(asked);
  const from = asked.cursor === undefined ? 0 : Number(asked.cursor);
  if (!Number.isSafeInteger(from) || from < 0) throw new PagingFault(`not a cursor of this list: ${asked.cursor}`);
  const named = figures.map(({ parts: _, ...rest }, index) => ({ ...rest, index: index + 1 }));
  return pageOf(
    named.slice(from, from + limit + 1),
    limit,
    ({ index: _, ...rest }) => rest,
    (row) => String(row.index),
  );
}

/** The events behind one figure of a report, the first when none is named; undefined where it has none of that name. Throws `PagingFault`. */
export async function openFigure(
  db: Db,
  book: string,
  figures: readonly Figure[],
  { figure = figures[0]?.figure, ...paging }: Paging & { readonly figure?: string },
): Promise<(NamedFigure & Page<Entry>) | undefined> {
  const found = figures.find((each) => each.figure === figure);
  if (!found) return undefined;
  const { parts, ...named } = found;
  return { ...named, ...(await entriesOf(db, book, parts, paging)) };
}
