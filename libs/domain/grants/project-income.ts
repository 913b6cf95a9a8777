import { z } from 'zod';
import type { StreamEvent } from '#kernel/decider';
import { type MoneyJson, toJson } from '#kernel/money';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type Rate, homeJson, homeValue, openFund, valueDateOf } from '../fund/fund.js';
import { grantFor } from './grant.js';
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
}

export type ProjectIncomeEvent =
  | StreamEvent<'project-income.earned', IncomeEarned>
  | StreamEvent<'project-income.reversed', Reversed>;

// State

export type ProjectIncomeState =
  | { readonly status: 'absent' }
  | { readonly status: 'earned' | 'reversed'; readonly reversed: readonly number[] };

export const projectIncome: Stream<ProjectIncomeState, ProjectIncomeEvent> = {
  kind: 'project-income',
  thing: 'project income',
  initial: { status: 'absent' },
  evolve: (_, happened) => {
    switch (happened.type) {
      case 'project-income.earned':
        return { status: 'earned', reversed: [] };
      case 'project-income.reversed':
        return { status: 'reversed', reversed: [happened.data.reverses.position] };
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

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
      use: z.enum(incomeUses).describe('What reduces the grant lowers what it comes to when it is closed.'),
      amount: field.amount,
      rate: field.rate.optional(),
      evidence: z.array(field.sha256).min(1).max(50).optional().describe('SHA-256 of the documents that show it.'),
    },
    creates: 'incomeId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, projectIncome, body.incomeId);
      const terms = grantFor(reader, body.grantId, 'conclude');
      refuseOtherOrganisation(command, reader, terms.payee, terms.executor);
      const data: IncomeEarned = {
        grant: body.grantId,
        activity: terms.activity,
        source: body.source,
        what: body.what,
        use: body.use,
        amount: toJson(body.amount),
        home: homeJson(open, homeValue(open, body.amount, body.rate)),
        ...(body.rate === undefined ? {} : { rate: body.rate }),
        ...(body.evidence === undefined ? {} : { evidence: body.evidence }),
        ...paperOf(command),
      };
      return {
        events: [event(projectIncome, body.incomeId, 'project-income.earned', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];
