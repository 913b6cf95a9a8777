import { z } from 'zod';
import type { Reader } from '#kernel/decider';
import { sum } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import {
  type ActivityAmended,
  type ActivityIdentified,
  type ActivityLocated,
  type BudgetPlanned,
  type Classification,
  type Plan,
  type StageAdded,
  type StageAmended,
  type StageEnded,
  stageOutcomes,
} from './activity-events.js';
import { activity, amendedPlan, openStage, plannable, refuseReversedPeriod, refuseUnless, stageOf } from './activity.js';
import { knownAgreement } from '../registry/agreement.js';
import { defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, homeJson, inHome, openFund, valueDateOf } from '../fund/fund.js';
import { grant } from '../grants/grant.js';
import { refuse } from '../rejections.js';
import { event, existing, refuseTaken, stateOf } from '../stream.js';
import { refuseRepeated } from './subject.js';

const classification = z.strictObject({
  countries: field.countryShares.optional(),
  sectors: field.shares.optional(),
  sdgTargets: z.array(field.code).max(50).optional(),
  policyMarkers: z
    .array(z.strictObject({ code: field.code, significance: z.enum(['0', '1', '2', '3', '4']) }))
    .max(20)
    .optional(),
  collaborationType: field.code.optional(),
});

const classificationOf = (given: z.output<typeof classification>): Classification =>
  present({
    countries: given.countries,
    sectors: given.sectors,
    sdgTargets: given.sdgTargets,
    policyMarkers: given.policyMarkers,
    collaborationType: given.collaborationType,
  });

const dates = { plannedStart: field.date.optional(), plannedEnd: field.date.optional() };
const reason = field
  .sealed(2000)
  .optional()
  .describe('Why. Needed where the planned end moves to a later day; kept apart from the event.');

const budgetLines = z
  .array(z.strictObject({ category: field.id, amount: field.amount }))
  .min(1)
  .max(100);

const location = z.strictObject({
  id: field.id,
  name: field.narratives(200),
  point: z
    .strictObject({ latitude: field.latitude, longitude: field.longitude })
    .optional()
    .describe('WGS 84, degrees as decimal texts.'),
  exactness: z.enum(['1', '2']).optional().describe('1 exact, 2 approximate.'),
  areas: z
    .array(
      z.strictObject({
        vocabulary: z.enum(['A1', 'A2', 'A3', 'A4', 'G1', 'G2']),
        level: z.number().int().min(0).max(9).optional(),
        code: field.code,
      }),
    )
    .max(10)
    .default([])
    .describe('Administrative areas by vocabulary of IATI: A4 ISO 3166-1, G1 GeoNames, G2 OpenStreetMap.'),
});

/** What an activity is planned to be: identified, classified, located, costed, amended; and its stages. */
export const activityPlanCommands = [
  defineCommand({
    type: 'activity.identify',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      activityId: field.id,
      title: field.narratives(200),
      description: field.narratives(4000).optional(),
      modality: z.enum(['bilateral', 'triangular', 'regional', 'decentralised']),
      ...dates,
      classification: classification.default({}),
      agreement: field.id.optional().describe('The agreement of the registry under which it stands.'),
    },
    creates: 'activityId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, activity, body.activityId);
      refuseReversedPeriod(body.plannedStart, body.plannedEnd);
      if (body.agreement !== undefined) knownAgreement(reader, body.agreement);
      const data: ActivityIdentified = {
        ...present({
          title: body.title,
          description: body.description,
          modality: body.modality,
          plannedStart: body.plannedStart,
          plannedEnd: body.plannedEnd,
          agreement: body.agreement,
        }),
        classification: classificationOf(body.classification),
        ...paperOf(command),
      };
      return { events: [event(activity, body.activityId, 'activity.identified', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'activity.amend',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      activityId: field.id,
      title: field.narratives(200).optional(),
      description: field.narratives(4000).optional(),
      ...dates,
      agreement: field.id.optional(),
      reason,
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      refuseUnless(state, body.activityId, [...plannable, 'completed']);
      const changes = changesTo(state.plan, body);
      const { agreement } = body;
      if (agreement !== undefined) knownAgreement(reader, agreement);
      const moved = agreement === undefined || agreement === state.agreement ? {} : { agreement };
      const nothing = Object.keys({ ...changes, ...moved }).length === 0;
      const data: ActivityAmended = {
        ...changes,
        ...moved,
        ...extension(activity.thing, body.activityId, state.plan, changes, body.reason),
        ...present({ reasonHash: body.reason }),
        ...paperOf(command),
      };
      return {
        events: nothing ? [] : [event(activity, body.activityId, 'activity.amended', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.classify',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, classification },
    decide: (command, reader) => {
      const open = openFund(command, reader);
      const state = existing(reader, activity, command.body.activityId);
      const data = { ...classificationOf(command.body.classification), ...paperOf(command) };
      return {
        events: saysTheSame(state.classification, data)
          ? []
          : [event(activity, command.body.activityId, 'activity.classified', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.locate',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, locations: z.array(location).max(100) },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      refuseRepeated(
        'location',
        body.locations.map((each) => each.id),
      );
      const data: ActivityLocated = { locations: body.locations.map((each) => present(each)), ...paperOf(command) };
      return {
        events: saysTheSame({ locations: state.locations }, data)
          ? []
          : [event(activity, body.activityId, 'activity.located', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.plan-budget',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, stage: field.id.optional(), lines: budgetLines },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      refuseUnless(state, body.activityId, plannable);
      if (body.stage !== undefined) openStage(state, body.activityId, body.stage);
      refuseRepeated(
        'budget line',
        body.lines.map((each) => each.category),
      );
      const amounts = body.lines.map((each) => inHome(open, each.amount, activity.thing, body.activityId));
      const data: BudgetPlanned = {
        ...present({ stage: body.stage }),
        lines: body.lines.map(({ category }, index) => ({ category, amount: homeJson(open, amounts[index]!) })),
        total: homeJson(open, sum(amounts)),
        ...paperOf(command),
      };
      const known = state.budgets[body.stage ?? ''];
      return {
        events: known && saysTheSame(known, data) ? [] : [event(activity, body.activityId, 'activity.budget-planned', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.add-stage',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, stage: field.id, title: field.narratives(200), ...dates },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      if (state.stages.some((each) => each.id === body.stage)) refuse('id-taken', { thing: 'stage', id: body.stage });
      refuseReversedPeriod(body.plannedStart, body.plannedEnd);
      const data: StageAdded = {
        ...present({ stage: body.stage, title: body.title, plannedStart: body.plannedStart, plannedEnd: body.plannedEnd }),
        ...paperOf(command),
      };
      return {
        events: [event(activity, body.activityId, 'activity.stage-added', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.amend-stage',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { activityId: field.id, stage: field.id, title: field.narratives(200).optional(), ...dates, reason },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      const { plan } = openStage(state, body.activityId, body.stage);
      const changes = changesTo(plan, body);
      const data: StageAmended = {
        stage: body.stage,
        ...changes,
        ...extension('stage', body.stage, plan, changes, body.reason),
        ...present({ reasonHash: body.reason }),
        ...paperOf(command),
      };
      return {
        events: Object.keys(changes).length === 0 ? [] : [event(activity, body.activityId, 'activity.stage-amended', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'activity.end-stage',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      activityId: field.id,
      stage: field.id,
      outcome: z.enum(stageOutcomes).describe('`not-funded` is the normal end of a stage that never got money.'),
      reason: field.sealed(2000).optional(),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, activity, body.activityId);
      const valueDate = valueDateOf(command, open);
      if (stageOf(state, body.activityId, body.stage).outcome === body.outcome) return { events: [], valueDate };
      openStage(state, body.activityId, body.stage);
      if (body.outcome !== 'completed') refuseGranted(open, reader, body);
      const data: StageEnded = {
        ...present({ stage: body.stage, outcome: body.outcome, reasonHash: body.reason }),
        ...paperOf(command),
      };
      return { events: [event(activity, body.activityId, 'activity.stage-ended', data)], valueDate };
    },
  }),
];

/** Of the members of a plan that a command names, those that change it. Refuses a period that would end before it begins. */
function changesTo(plan: Plan, asked: { readonly [K in keyof Plan]?: Plan[K] | undefined }): Partial<Plan> {
  const { title, description, plannedStart, plannedEnd } = asked;
  const named: Partial<Plan> = present({ title, description, plannedStart, plannedEnd });
  const after = amendedPlan(plan, named);
  refuseReversedPeriod(after.plannedStart, after.plannedEnd);
  const members = ['title', 'description', 'plannedStart', 'plannedEnd'] as const;
  const changed = members.filter((name) => named[name] !== undefined && !saysTheSame([plan[name]], [named[name]]));
  return Object.fromEntries(changed.map((name) => [name, named[name]]));
}

/** A planned end that moves to a later day is an extension at no cost: it says what it extends, and needs its reason. */
function extension(
  thing: string,
  id: string,
  plan: Plan,
  { plannedEnd }: Partial<Plan>,
  why: string | undefined,
): { readonly extends?: LocalDate } {
  if (plan.plannedEnd === undefined || plannedEnd === undefined || plannedEnd < plan.plannedEnd) return {};
  if (why === undefined) refuse('extension-without-reason', { thing, id, from: plan.plannedEnd, to: plannedEnd });
  return { extends: plan.plannedEnd };
}

/** A stage whose grants are alive is not over, and one under which money has left did not go without. */
function refuseGranted(
  open: OpenFund,
  reader: Reader,
  { activityId, stage, outcome }: { readonly activityId: string; readonly stage: string; readonly outcome: string },
): void {
  const grants = grantsOfStage(open, reader, activityId, stage).filter(
    (each) => each.alive || (outcome === 'not-funded' && each.paid),
  );
  if (grants.length > 0) {
    refuse('stage-has-grants', { activity: activityId, stage, outcome, grants: grants.map((each) => each.id) });
  }
}

/** The grants of a stage. They are found by their accounts: every grant that was ever signed has one. */
function grantsOfStage(open: OpenFund, reader: Reader, activityId: string, stage: string) {
  const accounts = (kind: string) =>
    reader.balances.under(`${kind}:`, open.home).map(({ account, amountMinor }) => ({
      id: account.slice(account.lastIndexOf(':') + 1),
      amountMinor,
    }));
  const paid = new Set(accounts('disbursed').flatMap(({ id, amountMinor }) => (amountMinor > 0n ? [id] : [])));
  return [...new Set(accounts('committed').map(({ id }) => id))].flatMap((id) => {
    const state = stateOf(reader, grant, id);
    if (state.status === 'absent' || state.terms.activity !== activityId || state.terms.stage !== stage) return [];
    return [{ id, alive: !endedGrant.has(state.status), paid: paid.has(id) }];
  });
}

const endedGrant: ReadonlySet<string> = new Set(['reversed', 'terminated', 'settled', 'closed']);
