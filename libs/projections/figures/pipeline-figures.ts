import { minorOf } from '#kernel/money';
import type { Db } from '../db.js';
import { type PaymentTimeQuery, paymentTimes, paidIn, waitingFor } from '../payment-times.js';
import { type CashForecast, type Expected, type ForecastQuery, cashForecast } from '../reports/cash-forecast.js';
import { type CofinancingQuery, cofinancingReport } from '../reports/cofinancing.js';
import { grantsByStage, pipeline, proposalsByStage } from '../reports/pipeline.js';
import { type Term, ledgerLines, ofKind, only } from './ledger-figures.js';
import { type Figure, type Part, countFigure, listed, moneyFigure } from './opening.js';

/** On which accounts the money of grants stands at each stage. */
const accounts: Readonly<Record<string, Term>> = {
  committed: ofKind(-1, 'committed'),
  // The fund's own costs are ordered, too, and are no grant's.
  ordered: only(ofKind(-1, 'ordered'), `(p.stream LIKE 'disbursement:%') = ?::boolean`),
  outstanding: ofKind(1, 'advance'),
  payable: ofKind(-1, 'payable'),
};

/** The pipeline: how many are in each stage, by the event that each came to stand by; and their money, line by line. */
export async function pipelineFigures(db: Db, book: string): Promise<Figure[] | undefined> {
  const report = await pipeline(db, book);
  if (!report) return undefined;
  const { rows } = await db.query<{ stage: string; amount: string; position: string }>(
    `SELECT stage, amount, position FROM (${proposalsByStage} UNION ALL ${grantsByStage}) each ORDER BY position, id`,
    [book],
  );
  const { currency } = report;
  return [
    ...report.stages.flatMap(({ stage, count, amount }) => {
      const own = rows.filter((row) => row.stage === stage).map((row) => ({ ...row, position: Number(row.position) }));
      const term = accounts[stage];
      const money = term
        ? ledgerLines(book, { currency }, [term])
        : listed(
            own.map(({ position, amount: minor }) => ({ position, amountMinor: BigInt(minor) })),
            currency,
          );
      return [
        countFigure(`/stages/${stage}/count`, count, listed(own.map(({ position }) => ({ position, number: '1' })))),
        moneyFigure(`/stages/${stage}/amount`, amount, money),
      ];
    }),
    ...(['unallocated', 'allocated'] as const).map((kind) =>
      moneyFigure(`/${kind}`, report[kind], ledgerLines(book, { currency }, [ofKind(-1, kind)])),
    ),
  ];
}

/**
 * The forecast: what is there by the lines of the ledger, what is expected by the event by which the contribution, the grant or
 * the disbursement came to stand as it does.
 */
export async function forecastFigures(db: Db, book: string, asked: ForecastQuery): Promise<Figure[] | undefined> {
  const forecast = await cashForecast(db, book, asked);
  if (!forecast) return undefined;
  const { currency } = forecast;
  const available = ledgerLines(book, { currency }, [ofKind(1, 'funded'), ofKind(1, 'disbursed'), ofKind(1, 'spent')]);
  const rests = (items: readonly Expected[], sign: 1n | -1n = 1n): Part =>
    listed(
      items.map(({ position, amount }) => ({ position, amountMinor: sign * minorOf(amount) })),
      currency,
    );
  const going = (items: readonly Expected[], direction: Expected['direction']) =>
    items.filter((each) => each.direction === direction);
  const figures: Figure[] = [moneyFigure('/available', forecast.available, available)];
  let before: readonly Part[] = [available];
  for (const { month, expected, ...sums } of forecast.months) {
    const [comes, goes] = [going(expected, 'in'), going(expected, 'out')];
    const closing = [...before, rests(comes), rests(goes, -1n)];
    figures.push(
      moneyFigure(`/months/${month}/opening`, sums.opening, ...before),
      moneyFigure(`/months/${month}/in`, sums.in, rests(comes)),
      moneyFigure(`/months/${month}/out`, sums.out, rests(goes)),
      moneyFigure(`/months/${month}/closing`, sums.closing, ...closing),
      ...expectedFigures(`/months/${month}`, expected, rests),
    );
    before = closing;
  }
  return [...figures, ...expectedFigures('/undated', forecast.undated, rests), ...laterFigures(forecast, rests)];
}

type Rests = (items: readonly Expected[]) => Part;

const expectedFigures = (path: string, items: readonly Expected[], rests: Rests): Figure[] =>
  items.map((each) =>
    moneyFigure(`${path}/expected/${each.kind}/${each.id}/${each.instalment ?? '-'}/amount`, each.amount, rests([each])),
  );

const laterFigures = ({ later, laterExpected }: CashForecast, rests: Rests): Figure[] =>
  (['in', 'out'] as const).map((direction) =>
    moneyFigure(`/later/${direction}`, later[direction], rests(laterExpected.filter((each) => each.direction === direction))),
  );

/** How many payments the days from request to payment are of, and how many requests wait; each by its event. */
export async function paymentTimeFigures(db: Db, book: string, asked: PaymentTimeQuery): Promise<Figure[] | undefined> {
  const times = await paymentTimes(db, book, asked);
  if (!times) return undefined;
  const counted = (items: readonly { readonly position: number }[]): Part =>
    listed(items.map(({ position }) => ({ position, number: '1' })));
  const paid = await paidIn(db, book, asked);
  return [
    ...times.periods.map(({ from, payments }) =>
      countFigure(`/periods/${from}/payments`, payments, counted(paid.filter((each) => each.from === from))),
    ),
    countFigure('/waiting/requests', times.waiting.requests, counted(await waitingFor(db, book, asked))),
  ];
}

/** Co-financing, by the events that agreed, reported and accepted it. */
export async function cofinancingFigures(db: Db, book: string, asked: CofinancingQuery): Promise<Figure[]> {
  const report = await cofinancingReport(db, book, asked);
  const stages = ['agreed', 'reported', 'accepted'] as const;
  const lines = (stage: string, form: string, currency: string, ...names: readonly (string | undefined)[]): Part =>
    ledgerLines(book, { currency }, [ofKind(1, 'memo', `cofinancing-${stage}-${form}`, ...names)]);
  return [
    ...report.totals.flatMap(({ form, origin, ...given }) =>
      stages.map((stage) => {
        const { currency } = given[stage];
        const part = lines(stage, form, currency, asked.grantId, asked.partner, origin);
        return moneyFigure(`/totals/${form}/${origin}/${currency}/${stage}`, given[stage], part);
      }),
    ),
    ...report.rows.flatMap(({ grantId, partner, form, origin, ...given }) =>
      stages.map((stage) => {
        const { currency } = given[stage];
        const part = lines(stage, form, currency, grantId, partner, origin);
        return moneyFigure(`/rows/${grantId}/${partner}/${form}/${origin}/${currency}/${stage}`, given[stage], part);
      }),
    ),
  ];
}
