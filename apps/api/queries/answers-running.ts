import { z } from 'zod';
import { matchReasons } from '#banking/matcher';
import { accountKinds } from '#ledger/accounts';
import { closingChecks } from '#projections/closing-checklist';
import { costStatuses } from '#projections/cost-register';
import { lineStatuses } from '#projections/reconciliations';
import { date, id, instant, money, position, stream } from './answers.js';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const kind = z.enum(Object.keys(accountKinds) as [string, ...string[]]);
const keptText = z.string().nullable().describe('Null where there is none, or it was erased.');

export const statementSheet = z.strictObject({
  statementId: id,
  bankAccount: id,
  format: z.string(),
  fileHash: hash.nullable(),
  reference: z.string().nullable(),
  startsOn: date,
  endsOn: date,
  opening: money,
  closing: money,
  entries: z.int(),
  listed: z.int(),
  settled: z.int(),
});

export const bankLine = z.strictObject({
  statementId: id,
  line: z.int(),
  bookedOn: date,
  valueDate: date,
  amount: money,
  reference: z.string().nullable(),
  endToEndId: z.string().nullable(),
  code: z.string().nullable(),
  remittance: keptText,
  counterparty: keptText,
  status: z.enum(lineStatuses),
  matched: money,
  matches: z.array(z.strictObject({ position, amount: money })),
  reason: keptText,
});

export const reconciliation = z.strictObject({
  position,
  bankAccount: id,
  on: date,
  statementBalance: money.nullable(),
  statementEndsOn: date.nullable(),
  bookBalance: money,
  outstanding: money,
  missing: money,
  explained: money,
  suspense: money,
  difference: money.nullable(),
  agrees: z.boolean(),
  outstandingMovements: z.array(z.strictObject({ position, valueDate: date, type: z.string(), stream, amount: money })),
  missingLines: z.array(z.strictObject({ statementId: id, line: z.int(), bookedOn: date, amount: money })),
});

export const matchProposals = z.strictObject({
  position,
  items: z.array(
    z.strictObject({
      line: z.int(),
      positions: z.array(position),
      confidence: z.int().min(0).max(100),
      reasons: z.array(z.enum(matchReasons)),
    }),
  ),
});

const rate = z.strictObject({ rate: z.string(), source: z.string(), date });
export const periods = z.strictObject({
  position,
  items: z.array(
    z.strictObject({
      period: z.string(),
      startsOn: date,
      endsOn: date,
      status: z.enum(['open', 'closed']),
      closedAt: instant.nullable(),
      closedBy: z.string().nullable(),
      revaluations: z.array(
        z.strictObject({
          currency: z.string(),
          balance: money,
          rate,
          bookRate: z.string().optional(),
          book: money,
          closing: money,
          difference: money,
          position,
        }),
      ),
      openItems: z.strictObject({
        suspense: z.array(z.strictObject({ bankAccount: id, amount: money })),
        unreconciled: z.array(z.strictObject({ bankAccount: id, through: date.optional(), openLines: z.int() })),
        unrevalued: z.array(z.string()),
      }),
    }),
  ),
});

export const closingChecklist = z.strictObject({
  book: id,
  position,
  period: z.string(),
  startsOn: date,
  endsOn: date,
  status: z.enum(['open', 'closed']),
  closable: z.boolean(),
  checks: z.array(
    z.strictObject({
      check: z.enum(closingChecks),
      met: z.boolean(),
      stops: z.boolean(),
      open: z.array(
        z.strictObject({
          id: z.string(),
          amount: money.nullable(),
          on: date.nullable().describe('Since when; up to which day a bank account is reconciled.'),
          lines: z.int().nullable(),
        }),
      ),
    }),
  ),
});

export const currencyPositions = z.strictObject({
  book: id,
  position,
  home: z.string(),
  items: z.array(z.strictObject({ currency: z.string(), inHand: money, bookValue: money, bookRate: z.string().nullable() })),
});

const closingRate = z.strictObject({
  currency: z.string(),
  rate: z.string(),
  source: z.string(),
  date: date.nullable(),
  from: z
    .enum(['revaluation', 'commitment', 'book-value'])
    .describe('The last revaluation; or the last promise in that currency; or what the money in hand stands at.'),
});
/** How the statement of a whole fund came to be in one currency. */
const translation = {
  rates: z.array(closingRate),
  untranslated: z.array(z.string()).describe('Currencies for which the book knows no rate; what is in them is left out.'),
};

const positionItem = z.strictObject({ kind, amount: money });
const positionPart = {
  currency: z.string(),
  assets: z.array(positionItem),
  liabilities: z.array(positionItem),
  netAssets: z.array(z.strictObject({ restriction: z.string(), carried: money, result: money, amount: money })),
  totalAssets: money,
  totalLiabilities: money,
  totalNetAssets: money,
};
export const financialPosition = z.strictObject({
  book: id,
  position,
  whole: z
    .strictObject({
      ...positionPart,
      ...translation,
      translation: money.describe('totalAssets = totalLiabilities + totalNetAssets + translation.'),
    })
    .nullable()
    .describe('The fund as a whole in its home currency, at closing rates.'),
  parts: z.array(z.strictObject({ ...positionPart, exchangeAccounts: money, difference: money })),
});

const activityItem = z.strictObject({
  kind,
  restriction: z.string(),
  item: z.string().nullable(),
  amount: money,
  events: z.int(),
});
const days = { from: date.nullable(), to: date.nullable() };
const activitiesPart = {
  currency: z.string(),
  income: z.array(activityItem),
  expense: z.array(activityItem),
  byRestriction: z.array(z.strictObject({ restriction: z.string(), income: money, expense: money, result: money })),
  totalIncome: money,
  totalExpense: money,
  result: money,
};
export const activities = z.strictObject({
  book: id,
  position,
  ...days,
  whole: z
    .strictObject({ ...activitiesPart, ...translation })
    .nullable()
    .describe('The fund as a whole in its home currency, at the closing rates of the last day.'),
  parts: z.array(z.strictObject(activitiesPart)),
});

const cashFlowPart = {
  currency: z.string(),
  opening: money,
  flows: z.array(z.strictObject({ type: z.string(), in: money, out: money, net: money, events: z.int() })),
  closing: money,
};
export const cashFlow = z.strictObject({
  book: id,
  position,
  ...days,
  bankAccount: id.nullable(),
  whole: z
    .strictObject({
      ...cashFlowPart,
      ...translation,
      openingRates: z.array(closingRate),
      exchangeDifference: money.describe('What the opening balance is worth more at the closing rates, or less.'),
    })
    .nullable()
    .describe('The fund as a whole in its home currency: opening + flows + exchangeDifference = closing.'),
  parts: z.array(z.strictObject(cashFlowPart)),
});

export const budget = z.strictObject({
  book: id,
  position,
  currency: z.string(),
  ...days,
  rows: z.array(
    z.strictObject({
      earmark: id,
      window: id.nullable(),
      budget: money,
      available: money,
      committed: money,
      ordered: money,
      disbursed: money,
      spent: money,
    }),
  ),
  categories: z.array(z.strictObject({ earmark: id, category: z.string(), by: z.enum(['grants', 'fund']), amount: money })),
  grantCategories: z.array(
    z.strictObject({
      grantId: id,
      category: z.string(),
      budget: money.describe('Of the whole grant, as it was signed or amended last.'),
      accepted: money,
      left: money,
    }),
  ),
});

export const journalEntry = z.strictObject({
  position,
  valueDate: date,
  recordedAt: instant,
  type: z.string(),
  stream,
  lines: z.array(
    z.strictObject({
      line: z.int(),
      account: z.string(),
      kind,
      code: z.string().nullable(),
      name: z.string().nullable(),
      debit: money.nullable(),
      credit: money.nullable(),
    }),
  ),
});

export const ownTrialBalance = z.strictObject({
  book: id,
  position,
  items: z.array(
    z.strictObject({
      code: z.string().nullable(),
      name: z.string().nullable(),
      currency: z.string(),
      debit: money,
      credit: money,
      balance: money,
      accounts: z.array(z.string()),
    }),
  ),
});

export const ownCost = z.strictObject({
  costId: id,
  line: id,
  earmark: id,
  supplier: id.nullable(),
  status: z.enum(costStatuses),
  amount: money,
  home: money,
  requestedBy: z.string(),
  requestedOn: date,
  approvedBy: z.string().nullable(),
  approvedOn: date.nullable(),
  paidOn: date.nullable(),
  paid: money,
  spent: money,
  bankAccount: id.nullable(),
  bankReference: z.string().nullable(),
  requestPosition: position,
});

export const bankMovement = z.strictObject({
  position,
  bankAccount: id,
  valueDate: date,
  recordedAt: instant,
  type: z.string(),
  stream,
  bankReference: z.string().nullable(),
  amount: money.describe('Positive came in.'),
  matched: money.describe('What of it is found on a statement.'),
});
