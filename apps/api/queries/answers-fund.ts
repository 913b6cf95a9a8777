import { z } from 'zod';
import { origins } from '#domain/grants/cofinancing-rule';
import { accountKinds } from '#ledger/accounts';
import { date, id, instant, money, narratives, position, shares, stream } from './answers.js';

const named = z.strictObject({ id, title: narratives });

const share = z.string().describe('A percentage.');
export const policyAnswer = z
  .strictObject({
    approvals: z.strictObject({ twoAbove: money.optional(), threeAbove: money.optional() }).optional(),
    advances: z.strictObject({ mostOutstanding: share.optional(), dueDays: z.int().optional() }).optional(),
    auditAbove: money.optional(),
    appealDays: z.int().optional(),
    categoryTolerance: share.optional(),
    directAwards: z.strictObject({ upTo: money }).optional(),
    cofinancing: z
      .strictObject({
        ownShare: share,
        mostInKind: share.optional(),
        origins: z.array(z.enum(origins)).optional(),
        whenShort: z.enum(['hold', 'warn']),
      })
      .optional(),
    concentration: z.strictObject({ share: share.optional(), hhi: z.int().optional() }).optional(),
    assessments: z.strictObject({ atLeast: z.int() }).optional(),
    minutes: z.array(z.string()).optional(),
    dueDiligence: z.enum(['required', 'optional']).optional(),
    risk: z.partialRecord(z.enum(['low', 'medium', 'high']), z.strictObject({ mostAdvance: share })).optional(),
    payeeAccount: z.enum(['required', 'optional']).optional(),
    inKind: z.enum(['memorandum', 'recognised']).optional(),
    incomeRecognition: z.enum(['at-signature', 'on-receipt', 'as-spent', 'as-accepted']).optional(),
    exchangeResult: z.enum(['free', 'earmark']).optional(),
    reconciliation: z.enum(['required', 'optional']).optional(),
  })
  .describe('The rules that the fund set for itself; one that is absent is off.');

export const fund = z.strictObject({
  book: id,
  position,
  name: narratives,
  description: narratives.nullable(),
  homeCurrency: z.string(),
  currencies: z.array(z.string()),
  timeZone: z.string(),
  startsOn: date,
  endsOn: date.nullable(),
  status: z.enum(['open', 'closed']),
  closedOn: date.nullable(),
  rules: z.strictObject({
    bindAt: z.literal('signature'),
    attribution: z.enum(['proportional', 'first-in-first-out']),
    interest: z.enum(['kept', 'owed-back']),
  }),
  policy: policyAnswer,
  earmarks: z.array(named),
  windows: z.array(named),
  bankAccounts: z.array(z.strictObject({ id, currency: z.string() })),
  publishing: z.strictObject({
    reportingOrg: z.strictObject({ ref: z.string(), name: z.string(), type: z.string() }),
    language: z.enum(['es', 'en', 'pt', 'fr']),
    mailbox: z.string().optional(),
    website: z.string().optional(),
    scope: z.string().optional(),
    countries: shares,
    sectors: shares,
    collaborationType: z.string().optional(),
    flowType: z.string(),
    financeType: z.string(),
    aidType: z.string(),
    tiedStatus: z.string(),
  }),
  legalFrame: id.nullable().describe('The agreement of the registry that it rests on.'),
});

const uses = {
  resources: money,
  unallocated: money,
  allocated: money,
  committed: money,
  ordered: money,
  disbursed: money,
  spent: money,
  shortfall: money,
  cover: money,
  coverShortfall: money,
  expense: money,
};
const sources = z.array(
  z.strictObject({
    currency: z.string(),
    pledged: money,
    committed: money,
    received: money,
    receivable: money,
    owedBack: money,
    interest: money,
  }),
);
const check = z.strictObject({ left: money, right: money, holds: z.boolean() });

export const fundPosition = z.strictObject({
  book: id,
  position,
  currency: z.string(),
  sources,
  ...uses,
  funded: money,
  covered: money,
  outstandingAdvances: money,
  refundsDue: money,
  acceptedUnpaid: money,
  overRefunded: money.describe('What payees have refunded in excess: it goes back to them.'),
  bank: z.array(z.strictObject({ bankAccount: id, balance: money })),
  bankCharges: z.array(money),
  earmarks: z.array(
    z.strictObject({ earmark: id, ...uses, windows: z.array(z.strictObject({ window: id, allocated: money })), sources }),
  ),
  checks: z.strictObject({ resources: check, funded: check }),
});

const kindNames = Object.keys(accountKinds) as [keyof typeof accountKinds, ...(keyof typeof accountKinds)[]];
export const trialBalance = z.strictObject({
  book: id,
  position,
  parts: z.array(
    z.strictObject({
      set: z.enum(['financial', 'budgetary', 'memorandum']),
      currency: z.string(),
      accounts: z.array(
        z.strictObject({ account: z.string(), kind: z.enum(kindNames), debit: money, credit: money, balance: money }),
      ),
      debit: money,
      credit: money,
      balance: money.describe('Zero.'),
    }),
  ),
  next: z.string().optional().describe('Cursor of the next accounts; absent on the last page.'),
});

export const ledgerLine = z.strictObject({
  position,
  line: z.int(),
  account: z.string(),
  valueDate: date,
  recordedAt: instant,
  type: z.string(),
  stream,
  amount: money.describe('Debit is positive.'),
  balance: money.describe('Sum of what is listed up to this line, in its currency.'),
});
