import { z } from 'zod';
import { conditionKinds } from '#domain/condition-words';
import { origins } from '#domain/grants/cofinancing-rule';
import { paymentKinds, rateRules } from '#domain/grants/grant-terms';
import { incomeUses } from '#domain/grants/project-income';
import { accountKinds } from '#ledger/accounts';
import { disbursementStatuses } from '#projections/disbursement-register';
import { notNewGrounds } from '#domain/money-in/contribution-events';
import { lineKinds } from '#projections/contribution-lines';
import { grantStatuses } from '#projections/grant-sheet';

/*
 * The forms of what is answered, for the API's description. They are strict, and the tests hold every answer against
 * them: a member that a view gains is described before it is served.
 */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
export const date = z.iso.date();
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/)
  .meta({ format: 'date-time' });
export const hash = z.string().regex(/^[0-9a-f]{64}$/);
export const position = z.int().min(0);
export const stream = z.string().regex(/^[A-Za-z0-9_-]{1,64}:[A-Za-z0-9_-]{1,64}$/);

/** Exactly the currency's decimals. */
export const money = z
  .strictObject({ amount: z.string().regex(/^-?(0|[1-9]\d*)(\.\d+)?$/), currency: z.string().regex(/^[A-Z]{3}$/) })
  .meta({ id: 'Money', description: "An exact amount: a decimal text with exactly the currency's decimals." });

export const narratives = z
  .strictObject({
    es: z.string().optional(),
    en: z.string().optional(),
    pt: z.string().optional(),
    fr: z.string().optional(),
  })
  .meta({ id: 'Narratives', description: 'A text by language (ISO 639-1).' });
const named = z.strictObject({ id, title: narratives });
export const shares = z.array(z.strictObject({ code: z.string(), percentage: z.string() }));

/** A page of a list. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    next: z.string().optional().describe('The cursor of the next page; absent on the last.'),
  });

/** A page of a view, with the position that it has reached. */
export const viewPageOf = <Item extends z.ZodType>(item: Item) =>
  pageOf(item).extend({
    position: position.describe('The position of the book that the view had reached before it was read.'),
  });

/** What a poster gets back; docs/formats/journal.md, section 6. */
export const postingProof = z
  .strictObject({
    book: id,
    events: z.array(z.strictObject({ position: z.int().min(1), stream, version: z.int().min(1), leafHash: hash })),
    treeSize: position,
    root: hash,
  })
  .meta({
    id: 'PostingProof',
    description: 'Where the events stand, and the tree that holds them: docs/formats/journal.md, section 6.',
  });

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

const form = z.enum(['cash', 'kind']);
export const cofinancing = { form, agreed: money, reported: money, accepted: money };
const payeeAccount = z
  .strictObject({ partner: id, account: id })
  .describe('The account of the payee in the registry, by its id there; its number is in no answer of a fund.');
const attribution = z.array(z.strictObject({ contribution: z.string(), amount: money }));
const uncovered = z.strictObject({ amount: money, short: money });
const grantMoney = {
  committed: money,
  ordered: money,
  disbursed: money,
  outstandingAdvance: money,
  payable: money,
  recoverable: money,
  reported: money,
  accepted: money,
  claimed: money,
  refunded: money,
  interest: money.describe('That the payee gave back beside refunds.'),
};
/** What is said of a condition beside its text. */
const conditionWords = { kind: z.enum(conditionKinds).optional(), translations: narratives.optional() };
const condition = z.strictObject({ id, text: z.string(), ...conditionWords, body: id.optional() });
const cost = z.discriminatedUnion('basis', [
  z.strictObject({ basis: z.literal('actual') }),
  z.strictObject({ basis: z.literal('unit-cost'), unit: z.string(), unitCost: money, quantity: z.string() }),
  z.strictObject({ basis: z.literal('lump-sum'), deliverable: z.string() }),
  z.strictObject({ basis: z.literal('flat-rate'), rate: z.string(), over: z.array(id) }),
]);
export const grantSummary = z.strictObject({
  grantId: id,
  activityId: id,
  stage: id.nullable(),
  payee: id,
  executor: id,
  agreement: z.string().nullable(),
  status: z.enum(grantStatuses),
  ground: z.string().nullable(),
  since: date.nullable(),
  signedOn: date,
  startsOn: date.nullable(),
  endsOn: date.nullable(),
  amount: money,
  ...grantMoney,
});

export const grant = grantSummary.extend({
  position,
  lines: z.array(
    z.strictObject({
      earmark: id,
      window: id,
      amount: money,
      attribution,
      added: z.array(z.strictObject({ from: money, attribution })).optional(),
    }),
  ),
  instalments: z.array(
    z.strictObject({
      id,
      kind: z.enum(paymentKinds),
      amount: money,
      dueDate: date,
      condition: z.string().optional(),
      conditions: z.array(condition).optional(),
    }),
  ),
  clauses: z.strictObject({
    budget: z.array(z.strictObject({ category: id, amount: money, cost })).optional(),
    reporting: z
      .strictObject({
        currency: z.string(),
        rateRule: z.enum(rateRules),
        differenceBorneBy: z.enum(['payee', 'fund']),
      })
      .optional(),
    holdback: z
      .strictObject({ until: id, share: z.string().optional(), amount: money.optional(), instalment: id.optional() })
      .optional(),
    auditCertificate: z.boolean().optional(),
    cofinancing: z
      .strictObject({
        ownShare: z.string(),
        mostInKind: z.string().optional(),
        origins: z.array(z.enum(origins)).optional(),
        whenShort: z.enum(['hold', 'warn']),
      })
      .optional(),
  }),
  conditions: z.array(
    z.strictObject({
      id,
      text: z.string().optional(),
      ...conditionWords,
      body: id.optional(),
      instalment: id.optional(),
      metOn: date.optional(),
      evidence: hash.optional(),
    }),
  ),
  changes: z
    .array(
      z.strictObject({
        position,
        type: z.string(),
        on: date,
        actor: id,
        data: z.record(z.string(), z.unknown()).describe('As in its event.'),
      }),
    )
    .describe('Amendments, conditions met, suspension, termination, settlement and closing, as far as they stand.'),
  interests: z.array(
    z.strictObject({
      interestId: id,
      refundId: id,
      position,
      date,
      treatment: z.enum(['kept', 'owed-back']),
      amount: money,
      home: money.describe('What it is worth in the currency of the fund.'),
    }),
  ),
  settlement: z
    .strictObject({
      accepted: money,
      cofinancing: z.strictObject({ required: money, counted: money, waived: money, short: money }).nullable(),
      final: money,
      borne: money,
      excess: money,
    })
    .describe(
      'What it comes to by what has been accepted so far: min(ceiling, share x accepted total cost) less the income that reduces it; what it bears by now, and what a settlement would take off.',
    ),
  subGranted: money,
  income: z.array(z.strictObject({ use: z.enum(incomeUses), amount: money })),
  categories: z.array(z.strictObject({ category: id, reported: money, accepted: money })),
  cofinancing: z.array(z.strictObject({ partner: id, origin: z.enum(origins), ...cofinancing })),
});

export const disbursement = z.strictObject({
  disbursementId: id,
  position,
  grantId: id,
  activityId: id,
  payee: id,
  kind: z.enum(paymentKinds),
  instalment: id.nullable(),
  category: id.nullable(),
  amount: money,
  paid: money,
  remaining: money,
  status: z.enum(disbursementStatuses),
  requestedBy: id,
  approvedBy: id.nullable(),
  approvals: z.array(z.strictObject({ actor: id, date })),
  requestedOn: date,
  approvedOn: date.nullable(),
  paidOn: date.nullable(),
  acknowledgedOn: date.nullable(),
  bouncedOn: date.nullable(),
  endedOn: date.nullable(),
  daysToPayment: z.int().nullable(),
  bankAccount: id.nullable(),
  bankReference: z.string().nullable(),
  payeeReference: z.string().nullable(),
  reasonHash: hash.nullable(),
  payments: z.array(
    z.strictObject({
      position,
      date,
      amount: money,
      bankAccount: id,
      bankReference: z.string().optional(),
      payeeAccount: payeeAccount.optional(),
      charged: money.optional(),
      rate: z.strictObject({ rate: z.string(), source: z.string(), date }).optional(),
      accountsDueOn: date.optional(),
      acknowledged: z.boolean(),
      lines: z.array(z.strictObject({ earmark: id, amount: money, attribution, uncovered: uncovered.optional() })),
    }),
  ),
  lines: z.array(
    z.strictObject({ earmark: id, amount: money, attribution: attribution.optional(), uncovered: uncovered.optional() }),
  ),
  history: z.array(
    z.strictObject({
      position,
      type: z.string(),
      date,
      actor: id,
      bankReference: z.string().optional(),
      payeeReference: z.string().optional(),
      payeeAccount: payeeAccount.optional(),
      nothingLeft: z.literal(true).optional(),
      undone: position.optional(),
    }),
  ),
});

export const contribution = z.strictObject({
  contributionId: z.string().describe('`*` is the fund itself: interest and charges that no contribution carries.'),
  earmark: id,
  contributor: id.nullable(),
  lastPosition: position.describe('Of the event by which it came to stand as it does.'),
  agreement: z.string().nullable(),
  providerActivity: z.string().nullable(),
  notNew: z.enum(notNewGrounds).nullable().describe('Why it is no new money for cooperation; never summed with what is.'),
  status: z.enum(['pledged', 'committed', 'fund']),
  pooled: z.boolean().describe('A collection among the public.'),
  givers: z.int(),
  conditions: z.array(
    z.strictObject({
      id,
      text: z.string(),
      ...conditionWords,
      amount: money,
      until: date.optional(),
      status: z.enum(['open', 'met', 'waived', 'failed', 'lapsed']),
    }),
  ),
  instalments: z.array(z.strictObject({ id, dueDate: date, amount: money, condition: id.optional() })),
  position,
  pledged: money,
  conditional: money.describe('Promised if its condition comes about.'),
  committed: money,
  writtenOff: money,
  received: money,
  excess: money.describe('Received beyond what was committed: owed back.'),
  returned: money,
  outstanding: money.describe('Committed and not come in.'),
  recognised: money.describe('Has become income.'),
  homeCommitted: money,
  homeWrittenOff: money,
  funded: money,
  homeReturned: money,
  spentBefore: money.describe('Spent before the book began.'),
  interest: money,
  interestOwed: money,
  exchange: money.describe('Gained in exchange, less what was lost.'),
  cleared: money,
  bound: money,
  paid: money,
  refunded: money,
  charged: money,
  free: money.describe('funded + interest + exchange - cleared - bound - charged - homeReturned - spentBefore'),
});

export const statementLine = z.strictObject({
  position,
  line: z.int(),
  contributionId: z.string(),
  earmark: id,
  contributor: id.nullable(),
  kind: z.enum(lineKinds),
  type: z.string(),
  grantId: id.nullable(),
  activityId: id.nullable(),
  disbursementId: id.nullable(),
  amount: money,
  home: money.nullable(),
  valueDate: date,
  recordedAt: instant,
});

export const bookHead = z.strictObject({
  book: id,
  position,
  root: hash,
  recordedAt: instant.nullable(),
  origin: z.string(),
  epoch: z.int(),
});

const record = z
  .strictObject({
    book: id,
    position: z.int().min(1),
    stream,
    version: z.int().min(1),
    type: z.string(),
    schemaVersion: z.int().min(1),
    valueDate: date,
    recordedAt: instant,
    actor: z.string(),
    authority: z.strictObject({ role: z.string(), body: z.string().optional(), minute: z.string().optional() }),
    commandId: z.string(),
    correlationId: z.string().optional(),
    causationId: z.string().optional(),
    basis: z.array(z.strictObject({ book: id, position: z.int().min(1) })).optional(),
    data: z.record(z.string(), z.unknown()).describe('The facts, by type and schemaVersion.'),
  })
  .meta({ id: 'EventRecord', description: 'The record of an event: docs/formats/journal.md, section 2.' });

export const listedEvent = z.strictObject({ record, leafHash: hash });
export const journalEvent = z.strictObject({
  record,
  text: z.string().describe('The canonical text of the record (RFC 8785): the bytes that are hashed, in UTF-8.'),
  leafHash: hash,
});

export const inclusion = z.strictObject({
  book: id,
  position: z.int().min(1),
  index: z.int().describe('Of the leaf in the tree: the position less 1.'),
  leafHash: hash,
  treeSize: z.int().min(1),
  root: hash.describe('Of the tree of this size: compare it with that of a head or posting proof that you trust.'),
  auditPath: z.array(hash).describe('The siblings from the leaf up to the root (RFC 6962 2.1.1).'),
});

export const publication = z.strictObject({
  book: id,
  format: z.literal('iati-activities-2.03'),
  position,
  registryPosition: position,
  sha256: hash,
  bytes: z.int(),
  publishedAt: instant,
});

export const job = z.strictObject({
  job: z.string(),
  state: z.enum(['waiting', 'delayed', 'active', 'completed', 'failed']),
  progress: z.strictObject({ step: z.string(), done: z.int(), total: z.int() }).optional(),
  attempts: z.int(),
  result: z
    .strictObject({ book: id, format: z.string(), position, registryPosition: position, sha256: hash, bytes: z.int() })
    .optional(),
  reason: z.string().optional(),
});
