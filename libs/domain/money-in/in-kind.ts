import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { activity } from '../activities/activity.js';
import { body as bodyStream } from '../fund/body.js';
import { type Command, type Decision, type Paper, defineCommand, paperOf } from '../command.js';
import { type NotNewGround, notNewGrounds } from './contribution-events.js';
import * as field from '../fields.js';
import { type Rate, homeJson, homeValue, openFund, valueDateOf } from '../fund/fund.js';
import { termsOf } from '../grants/grant.js';
import { registeredPartner, sameOrganisationAs } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { type Reversed, undoneBy } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

/** What is given that is not money: hours of volunteers, salaries paid by others, running costs, goods, expertise. */
export const inKindKinds = ['hours', 'salaries', 'operating-cost', 'goods', 'expertise'] as const;
export type InKindKind = (typeof inKindKinds)[number];

/** For what it is given; the fund itself has no id. */
export const inKindTargets = ['activity', 'grant', 'body', 'fund'] as const;
export interface InKindTarget {
  readonly kind: (typeof inKindTargets)[number];
  readonly id?: string;
}

// Events

interface InKindTerms {
  readonly partner: string;
  readonly kind: InKindKind;
  readonly what: string;
  readonly for: InKindTarget;
  readonly unit: string;
  /** Present where it is no genuine new resource: shown, and never counted as one. */
  readonly notNew?: NotNewGround;
}

export interface InKindPledged extends InKindTerms, Paper {
  readonly quantity: string;
}

export interface InKindDelivered extends InKindTerms, Paper {
  readonly quantity: string;
  /** SHA-256 of the papers that show it: time sheets, delivery notes, photographs. */
  readonly evidence: readonly string[];
  readonly periodStart?: LocalDate;
  readonly periodEnd?: LocalDate;
}

export interface InKindValued extends InKindTerms, Paper {
  readonly quantity: string;
  /** How the value was found: a tariff, market prices, the payroll. */
  readonly method: string;
  readonly value: MoneyJson;
  readonly rate?: Rate;
  readonly home: MoneyJson;
  /** Income and expense of the fund as well, by its policy. */
  readonly recognised?: true;
}

export type InKindEvent =
  | StreamEvent<'in-kind.pledged', InKindPledged>
  | StreamEvent<'in-kind.delivered', InKindDelivered>
  | StreamEvent<'in-kind.valued', InKindValued>
  | StreamEvent<'in-kind.reversed', Reversed>;

// State

interface Known {
  readonly terms: InKindTerms;
  readonly delivered?: string;
  /** Whether it was pledged before it was delivered. */
  readonly pledged: boolean;
  readonly reversed: readonly number[];
}
export type InKindState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'pledged' | 'delivered' | 'valued' | 'reversed' } & Known);

export const inKind: Stream<InKindState, InKindEvent> = {
  kind: 'in-kind',
  thing: 'contribution in kind',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    switch (happened.type) {
      case 'in-kind.pledged':
        return { status: 'pledged', terms: happened.data, pledged: true, reversed: [] };
      case 'in-kind.delivered': {
        const pledged = state.status === 'pledged';
        const reversed = state.status === 'absent' ? [] : state.reversed;
        return { status: 'delivered', terms: happened.data, delivered: happened.data.quantity, pledged, reversed };
      }
      case 'in-kind.valued':
        return state.status === 'absent' ? state : { ...state, status: 'valued' };
      case 'in-kind.reversed':
        return state.status === 'absent' ? state : undone(state, happened.data);
      default:
        return unreachable(happened);
    }
  },
};

/** Only the last step is undone: what was valued is delivered, what was delivered is pledged again, or was never given. */
function undone({ delivered, ...state }: Extract<InKindState, Known>, reversal: Reversed): InKindState {
  const reversed = [...state.reversed, reversal.reverses.position];
  if (reversal.reverses.type === 'in-kind.valued') {
    return { ...state, ...present({ delivered }), status: 'delivered', reversed };
  }
  const terms = undoneBy(reversal) as InKindTerms;
  const pledged = reversal.reverses.type === 'in-kind.delivered' && state.pledged;
  return { terms, status: pledged ? 'pledged' : 'reversed', pledged, reversed };
}

// Decisions

const terms = {
  inKindId: field.id,
  partner: field.id.describe('Who gives it: a partner of the registry.'),
  kind: z.enum(inKindKinds),
  what: field.line(300),
  for: z
    .strictObject({ kind: z.enum(inKindTargets), id: field.id.optional() })
    .default({ kind: 'fund' })
    .describe('For which activity, grant or body; the fund itself has no id.'),
  quantity: field.decimal,
  unit: field.line(50),
  notNew: z
    .enum(notNewGrounds)
    .optional()
    .describe('Why it is no genuine new resource. The salaries of officials of a government never are.'),
};
type Terms = z.output<z.ZodObject<typeof terms>>;

const evidence = z.array(field.sha256).min(1).max(50).describe('SHA-256 of the papers that show it.');

export const inKindCommands = [
  defineCommand({
    type: 'in-kind.pledge',
    book: 'fund',
    roles: ['fund-manager'],
    shape: terms,
    creates: 'inKindId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, inKind, body.inKindId);
      const data: InKindPledged = { ...termsFrom(reader, body), quantity: body.quantity, ...paperOf(command) };
      return { events: [event(inKind, body.inKindId, 'in-kind.pledged', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'in-kind.deliver',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { ...terms, evidence, periodStart: field.date.optional(), periodEnd: field.date.optional() },
    creates: 'inKindId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const before = reader.state(`in-kind:${body.inKindId}`) as InKindState;
      if (before.status === 'delivered' || before.status === 'valued') {
        refuse('id-taken', { thing: inKind.thing, id: body.inKindId });
      }
      if (before.status === 'pledged' && !sameOrganisationAs(reader, before.terms.partner, body.partner)) {
        const expected = before.terms.partner;
        refuse('terms-differ', { thing: inKind.thing, id: body.inKindId, member: 'partner', expected, given: body.partner });
      }
      const { periodStart, periodEnd } = body;
      if (periodStart !== undefined && periodEnd !== undefined && periodEnd < periodStart) {
        refuse('period-reversed', { start: periodStart, end: periodEnd });
      }
      const data = present<InKindDelivered>({
        ...termsFrom(reader, body),
        quantity: body.quantity,
        evidence: body.evidence,
        periodStart,
        periodEnd,
        ...paperOf(command),
      });
      return { events: [event(inKind, body.inKindId, 'in-kind.delivered', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'in-kind.value',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      inKindId: field.id,
      value: field.amount,
      rate: field.rate.optional(),
      method: field.line(300).describe('How the value was found.'),
    },
    decide: value,
  }),
];

/** What was delivered gets its value: in the memorandum accounts, and as income and expense where the fund's policy says so. */
function value(
  command: Command<{ inKindId: string; value: Parameters<typeof toJson>[0]; rate?: Rate | undefined; method: string }>,
  reader: Reader,
): Decision {
  const { body } = command;
  const open = openFund(command, reader);
  const state = existing(reader, inKind, body.inKindId);
  if (state.status !== 'delivered') {
    refuse('wrong-status', { thing: inKind.thing, id: body.inKindId, status: state.status, expected: 'delivered' });
  }
  const { partner, kind, what, unit, notNew } = state.terms;
  const recognised = open.policy.inKind === 'recognised' && notNew === undefined;
  const data = present<InKindValued>({
    partner,
    kind,
    what,
    for: state.terms.for,
    unit,
    notNew,
    quantity: state.delivered!,
    method: body.method,
    value: toJson(body.value),
    rate: body.rate,
    home: homeJson(open, homeValue(open, body.value, body.rate)),
    recognised: recognised ? true : undefined,
    ...paperOf(command),
  });
  return { events: [event(inKind, body.inKindId, 'in-kind.valued', data)], valueDate: valueDateOf(command, open) };
}

/** As events keep them. What a government pays its officials is no new resource, whoever says so. */
function termsFrom(reader: Reader, body: Terms): InKindTerms {
  const giver = registeredPartner(reader, body.partner);
  const official = body.kind === 'salaries' && (giver.kind === 'national-government' || giver.kind === 'local-government');
  const notNew = body.notNew ?? (official ? 'official-salaries' : undefined);
  return present<InKindTerms>({
    partner: body.partner,
    kind: body.kind,
    what: body.what,
    for: targetOf(reader, body.for),
    unit: body.unit,
    notNew,
  });
}

function targetOf(reader: Reader, { kind, id }: Terms['for']): InKindTarget {
  if ((kind === 'fund') !== (id === undefined)) refuse('in-kind-for-what', { kind, id: id ?? '-' });
  if (id === undefined) return { kind };
  if (kind === 'activity') existing(reader, activity, id);
  if (kind === 'body') existing(reader, bodyStream, id);
  if (kind === 'grant') termsOf(reader, id);
  return { kind, id };
}
