import { z } from 'zod';
import type { NewEvent, Reader, StreamEvent } from '#kernel/decider';
import { type Money, type MoneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, type Rate, homeJson, homeValue, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, grantFor } from './grant.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, refuseTaken } from '../stream.js';

/** What a project earns: houses sold, services paid for, interest on loans. */
export const incomeSources = ['sales', 'services', 'loans', 'interest', 'other'] as const;
/** What it is for: the project itself, the grant that it reduces, or a revolving fund. */
export const incomeUses = ['reinvested', 'reduces-grant', 'revolving-fund'] as const;

// Events

export interface IncomeEarned extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly source: (typeof incomeSources)[number];
  /** What was sold, or done: `12 houses`. */
  readonly what: string;
  readonly use: (typeof incomeUses)[number];
  readonly amount: MoneyJson;
  readonly home: MoneyJson;
  readonly rate?: Rate;
  readonly evidence?: readonly string[];
  /** Of what the sale of an asset brought: it stands and falls with the disposal that it was posted with. */
  readonly asset?: string;
}

export type ProjectIncomeEvent =
  | StreamEvent<'project-income.earned', IncomeEarned>
  | StreamEvent<'project-income.reversed', Reversed>;

// State

export type ProjectIncomeState =
  | { readonly status: 'absent' }
  | { readonly status: 'earned' | 'reversed'; readonly position: number; readonly reversed: readonly number[] };

export const projectIncome: Stream<ProjectIncomeState, ProjectIncomeEvent> = {
  kind: 'project-income',
  thing: 'project income',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'project-income.earned':
        return { status: 'earned', position: happened.position, reversed: [] };
      case 'project-income.reversed': {
        const { position } = happened.data.reverses;
        return { status: 'reversed', position, reversed: [position] };
      }
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

const use = z.enum(incomeUses).describe('What reduces the grant lowers what it comes to when it is closed.');
const amounts = { amount: field.amount, rate: field.rate.optional() };

/** What the sale of an asset brought, and what it is for. */
export const proceedsField = z.strictObject({ incomeId: field.id, ...amounts, use });

type Asked = Pick<IncomeEarned, 'source' | 'what' | 'use' | 'asset' | 'evidence'> & {
  readonly grantId: string;
  readonly incomeId: string;
  readonly amount: Money;
  readonly rate?: Rate | undefined;
};

/** The event by which a grant's project earned something. */
export function earning(
  open: OpenFund,
  reader: Reader,
  terms: Pick<GrantSigned, 'activity'>,
  asked: Asked,
  paper: Paper,
): NewEvent {
  refuseTaken(reader, projectIncome, asked.incomeId);
  const data = present<IncomeEarned>({
    grant: asked.grantId,
    activity: terms.activity,
    source: asked.source,
    what: asked.what,
    use: asked.use,
    amount: toJson(asked.amount),
    home: homeJson(open, homeValue(open, asked.amount, asked.rate)),
    rate: asked.rate,
    evidence: asked.evidence,
    asset: asked.asset,
    ...paper,
  });
  return event(projectIncome, asked.incomeId, 'project-income.earned', data);
}

export const projectIncomeCommands = [
  defineCommand({
    type: 'project-income.earn',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      incomeId: field.id,
      grantId: field.id,
      source: z.enum(incomeSources),
      what: field.line(300),
      use,
      ...amounts,
      evidence: z.array(field.sha256).min(1).max(50).optional().describe('SHA-256 of the documents that show it.'),
    },
    creates: 'incomeId',
    decide: (command, reader) => {
      const { evidence, ...body } = command.body;
      const open = openFund(command, reader);
      refuseTaken(reader, projectIncome, body.incomeId);
      const terms = grantFor(reader, body.grantId, 'conclude');
      refuseOtherOrganisation(command, reader, terms.payee, terms.executor);
      const asked = { ...body, ...present({ evidence }) };
      return {
        events: [earning(open, reader, terms, asked, paperOf(command))],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];
