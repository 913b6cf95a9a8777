import type { MoneyJson } from '#kernel/money';
import type { Db } from '../db.js';
import { type Sources, type Uses, fundPosition } from '../fund-position.js';
import type { Moment } from '../moment.js';
import { type Term, ledgerLines, ofKind, only } from './ledger-figures.js';
import { type Figure, moneyFigure } from './opening.js';

/** What each use is the sum of; resources of an earmark, whose account names none, are what its uses come to. */
const uses = {
  unallocated: [ofKind(-1, 'unallocated')],
  allocated: [ofKind(-1, 'allocated')],
  committed: [ofKind(-1, 'committed')],
  ordered: [ofKind(-1, 'ordered')],
  disbursed: [ofKind(-1, 'disbursed')],
  spent: [ofKind(-1, 'spent')],
  shortfall: [ofKind(1, 'shortfall')],
  cover: [ofKind(-1, 'cover')],
  coverShortfall: [ofKind(1, 'cover-shortfall')],
  expense: [ofKind(1, 'expense')],
} as const satisfies Partial<Record<keyof Uses, readonly Term[]>>;
const used = ['unallocated', 'allocated', 'committed', 'ordered', 'disbursed', 'spent', 'shortfall'].map((kind) =>
  ofKind(-1, kind),
);

/** What was income before the book began went from what is deferred to net assets, and stays committed. */
const deferred = only(
  ofKind(-1, 'deferred'),
  `(NOT EXISTS (SELECT FROM view.posting n WHERE n.book_id = p.book_id AND n.position = p.position AND n.kind = 'net-assets')) = ?::boolean`,
);
const recognised = only(ofKind(-1, 'income'), `(p.stream LIKE 'contribution:%' AND p.type NOT LIKE 'interest.%') = ?::boolean`);
const receivable = ofKind(1, 'receivable');

/** What each source is the sum of. */
const sources = {
  pledged: [ofKind(1, 'memo', 'pledge')],
  committed: [deferred, recognised],
  received: [deferred, recognised, { ...receivable, sign: -1 }],
  receivable: [receivable],
  owedBack: [ofKind(-1, 'due-to-contributor')],
  interest: [only(ofKind(-1, 'income'), `(p.type LIKE 'interest.%') = ?::boolean`)],
} as const satisfies Record<Exclude<keyof Sources, 'currency'>, readonly Term[]>;

const names = <Name extends string>(of: Readonly<Record<Name, unknown>>): Name[] => Object.keys(of) as Name[];

/** The position of the fund: where its money comes from and how far it has gone, whole and by earmark. */
export async function positionFigures(db: Db, book: string, asked: Moment): Promise<Figure[] | undefined> {
  const found = await fundPosition(db, book, asked);
  if (!found) return undefined;
  const figure = (name: string, amount: MoneyJson, terms: readonly Term[]): Figure =>
    moneyFigure(name, amount, ledgerLines(book, { ...asked, currency: amount.currency }, terms));
  const under = (terms: readonly Term[], earmark: string): Term[] =>
    terms.map((term) => only(term, `split_part(p.account, ':', 2) = ?`, earmark));
  const from = (terms: readonly Term[], earmark: string): Term[] => terms.map((term) => only(term, 's.earmark = ?', earmark));
  const sourceFigures = (path: string, all: readonly Sources[], of: (terms: readonly Term[]) => readonly Term[]) =>
    all.flatMap((each) =>
      names(sources).map((name) => figure(`${path}/sources/${each.currency}/${name}`, each[name], of(sources[name]))),
    );
  return [
    figure('/resources', found.resources, [ofKind(1, 'resources')]),
    ...names(uses).map((name) => figure(`/${name}`, found[name], uses[name])),
    figure('/funded', found.funded, [ofKind(1, 'funded')]),
    figure('/covered', found.covered, [ofKind(-1, 'covered')]),
    figure('/outstandingAdvances', found.outstandingAdvances, [ofKind(1, 'advance')]),
    figure('/refundsDue', found.refundsDue, [ofKind(1, 'recoverable')]),
    figure('/acceptedUnpaid', found.acceptedUnpaid, [ofKind(-1, 'payable')]),
    figure('/overRefunded', found.overRefunded, [ofKind(-1, 'over-refunded')]),
    ...found.bank.map(({ bankAccount, balance }) =>
      figure(`/bank/${bankAccount}/${balance.currency}/balance`, balance, [ofKind(1, 'bank', bankAccount)]),
    ),
    ...found.bankCharges.map((amount) => figure(`/bankCharges/${amount.currency}`, amount, [ofKind(1, 'bank-charges')])),
    ...sourceFigures('', found.sources, (terms) => terms),
    ...found.earmarks.flatMap((own) => {
      const path = `/earmarks/${own.earmark}`;
      return [
        figure(`${path}/resources`, own.resources, under(used, own.earmark)),
        ...names(uses).map((name) => figure(`${path}/${name}`, own[name], under(uses[name], own.earmark))),
        ...own.windows.map(({ window, allocated }) =>
          figure(`${path}/windows/${window}/allocated`, allocated, [ofKind(-1, 'allocated', own.earmark, window)]),
        ),
        ...sourceFigures(path, own.sources, (terms) => from(terms, own.earmark)),
      ];
    }),
  ];
}
