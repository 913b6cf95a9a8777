import type { Db, Where } from '../db.js';
import { type FlowKind, flowKinds } from '../flows.js';
import { concentration, measured } from '../reports/concentration.js';
import { type FlowQuery, type FlowSums, flowSums, flowsWithin } from '../reports/flow-sums.js';
import { type SourcesAndUsesQuery, figures as columnOf, partsOf, sourcesAndUses, unsaid } from '../reports/sources-and-uses.js';
import { type Figure, type Part, type PartRow, columns, moneyFigure } from './opening.js';

/** Which movements count, with which sign, and under which keys of a dimension. */
interface Counted {
  readonly asked: FlowQuery;
  readonly signs: { readonly [Flow in FlowKind]?: 1n | -1n };
  readonly by: 'theme' | 'territory' | 'actor' | keyof typeof keyColumns;
  /** All of them when absent. */
  readonly keys?: readonly string[];
}

const organisation = `coalesce(f.contributor, g.executor, '${unsaid}')`;
const keyColumns = {
  year: `to_char(f.value_date, 'YYYY')`,
  earmark: 'f.earmark',
  organisation,
  executor: `coalesce(g.executor, '${unsaid}')`,
  contributor: `coalesce(f.contributor, '${unsaid}')`,
} as const;

/**
 * Movements of money. Of what is split over sectors or countries, each movement has what it adds to the share of its
 * activity, year and kind: so the parts sum to the figure, which is split as one, to the cent.
 */
function flowPart(book: string, sums: FlowSums, { asked, signs, by, keys }: Counted): Part {
  const split = by === 'theme' || by === 'territory';
  const rows = (where: Where): string => {
    const flows = flowsWithin(where, book, asked);
    const outer = where.fork();
    outer.and('f.flow = ANY (?::text[])', Object.keys(signs));
    if (!split && keys) outer.and(`${columnsOf(by)} = ANY (?::text[])`, namesOf(sums, by, new Set(keys)));
    const sign = `CASE WHEN f.flow = ANY (${outer.bind(Object.keys(signs).filter((each) => signs[each as FlowKind] === -1n))}::text[]) THEN -1 ELSE 1 END`;
    const amount = `${sign} * f.amount`;
    const together = `PARTITION BY g.activity_id, f.flow, to_char(f.value_date, 'YYYY') ORDER BY f.position, f.line`;
    const said = {
      position: 'f.position',
      line: 'f.line',
      amount,
      currency: 'f.currency',
      before: `sum(${amount}) OVER (${together}) - ${amount}`,
      group: 'g.activity_id',
    };
    return `SELECT ${columns(said)} FROM (${flows}) f
      LEFT JOIN view.grant_sheet g ON g.book_id = f.book_id AND g.grant_id = f.grant_id WHERE ${outer.sql}`;
  };
  return split && keys ? { rows, counted: shareOf(sums, by, new Set(keys)) } : { rows };
}

const columnsOf = (by: 'actor' | keyof typeof keyColumns): string => keyColumns[by === 'actor' ? 'organisation' : by];

/** What a column says for some keys: an organisation under any of its entries, the organisations of a kind. */
function namesOf({ standing, partnerOf }: FlowSums, by: Counted['by'], keys: ReadonlySet<string>): string[] {
  if (by === 'year' || by === 'earmark') return [...keys];
  const keyOf = (id: string): string => (by === 'actor' ? (partnerOf(id)?.kind ?? unsaid) : id);
  const said = [...standing].filter(([, entry]) => keys.has(keyOf(entry))).map(([id]) => id);
  return keys.has(unsaid) ? [...said, unsaid] : said;
}

function shareOf(sums: FlowSums, by: 'theme' | 'territory', keys: ReadonlySet<string>): (row: PartRow) => bigint {
  const share = (activity: string | null, amount: bigint): bigint =>
    [...partsOf(sums, by, activity, amount)].reduce((sum, [key, part]) => (keys.has(key) ? sum + part : sum), 0n);
  return ({ group, beforeMinor, amountMinor }) => share(group, beforeMinor + amountMinor) - share(group, beforeMinor);
}

/** Sources and uses: each column of each row, and of the total. */
export async function sourcesAndUsesFigures(db: Db, book: string, asked: SourcesAndUsesQuery): Promise<Figure[] | undefined> {
  const { by = 'year', ...within } = asked;
  const [report, sums] = [await sourcesAndUses(db, book, asked), await flowSums(db, book, within)];
  if (!report || !sums) return undefined;
  const part = (flow: FlowKind, keys?: readonly string[]): Part =>
    flowPart(book, sums, { asked: within, signs: { [flow]: 1n }, by, ...(keys ? { keys } : {}) });
  return [
    ...report.rows.flatMap((row) =>
      flowKinds.map((flow) => moneyFigure(`/rows/${row.key}/${columnOf[flow]}`, row[columnOf[flow]], part(flow, [row.key]))),
    ),
    ...flowKinds.map((flow) => moneyFigure(`/total/${columnOf[flow]}`, report.total[columnOf[flow]], part(flow))),
  ];
}

/** Concentration: the amount of each holding, and what all of them come to; shares and indices follow from these. */
export async function concentrationFigures(db: Db, book: string, asked: FlowQuery): Promise<Figure[] | undefined> {
  const [report, sums] = [await concentration(db, book, asked), await flowSums(db, book, asked)];
  if (!report || !sums) return undefined;
  return report.concentrations.flatMap(({ among, total, holdings }) => {
    const part = (keys: readonly string[]): Part => flowPart(book, sums, { asked, signs: measured[among], by: among, keys });
    return [
      ...holdings.map(({ key, amount }) => moneyFigure(`/concentrations/${among}/holdings/${key}/amount`, amount, part([key]))),
      moneyFigure(`/concentrations/${among}/total`, total, part(holdings.map((each) => each.key))),
    ];
  });
}
