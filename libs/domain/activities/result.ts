import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { activity, stageOf } from './activity.js';
import { type Paper, defineCommand, paperOf, saysTheSame } from '../command.js';
import * as field from '../fields.js';
import type { Narratives } from '../fields.js';
import { openFund, valueDateOf } from '../fund/fund.js';
import { type Figures, type Indicator, figures, indicatorShape, refuseUnfit, refuseUnsound } from './indicator.js';
import { refuseOtherOrganisation } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';
import { type Subject, checkedSubject, refuseRepeated, subjectOf } from './subject.js';

/** What a result is in the chain from what was done to what became of it. */
export const resultTypes = ['output', 'outcome', 'impact'] as const;
export type ResultType = (typeof resultTypes)[number];

// Events

/** Of an activity or a stage of it, or else of the fund or of an arrangement that it rests on; one of the two is there. */
export interface ResultDefined extends Paper {
  readonly activity?: string;
  readonly stage?: string;
  readonly subject?: Subject;
  readonly type: ResultType;
  readonly title: Narratives;
  readonly description?: Narratives;
  readonly indicators: readonly Indicator[];
}

/** Members that are there replace what was so; an indicator of a new id is added. What it was is in the events before. */
export interface ResultAmended extends Paper {
  readonly title?: Narratives;
  readonly description?: Narratives;
  readonly indicators: readonly Indicator[];
  readonly reasonHash?: string;
}

export interface ResultMeasured extends Paper, Figures {
  readonly measurement: string;
  readonly indicator: string;
  /** The first day of the period. */
  readonly periodStart: LocalDate;
  /** A location of the activity; absent where the figure is of all of it. */
  readonly location?: string;
  /** SHA-256 of what it rests on. */
  readonly evidence: readonly string[];
  /** The measurement that this one corrects. */
  readonly replaces?: string;
}

export type ResultEvent =
  | StreamEvent<'result.defined', ResultDefined>
  | StreamEvent<'result.amended', ResultAmended>
  | StreamEvent<'result.measured', ResultMeasured>;

// State

interface Measurement {
  readonly id: string;
  readonly indicator: string;
  readonly periodStart: LocalDate;
  readonly location?: string;
  /** Whether no later one has replaced it. */
  readonly stands: boolean;
}

export type ResultState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'defined';
      readonly subject: Subject;
      readonly title: Narratives;
      readonly description?: Narratives;
      readonly indicators: readonly Indicator[];
      readonly measurements: readonly Measurement[];
    };
type KnownResult = Exclude<ResultState, { readonly status: 'absent' }>;

export const result: Stream<ResultState, ResultEvent> = {
  kind: 'result',
  thing: 'result',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'result.defined') {
      const { title, description, indicators } = happened.data;
      const subject = resultSubject(happened.data);
      return { status: 'defined', subject, ...present({ title, description }), indicators, measurements: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'result.amended': {
        const { title = state.title, description = state.description, indicators } = happened.data;
        return { ...state, ...present({ title, description }), indicators: amendedIndicators(state.indicators, indicators) };
      }
      case 'result.measured':
        return { ...state, measurements: measurementsAfter(state.measurements, happened.data) };
      default:
        return unreachable(happened);
    }
  },
};

/** What a result is of, as its first event says. */
export const resultSubject = ({
  activity: id,
  stage,
  subject = { kind: 'activity', id: id! },
}: Pick<ResultDefined, 'activity' | 'stage' | 'subject'>): Subject => (stage === undefined ? subject : { ...subject, stage });

/** Indicators of which some are replaced by others of the same id, and new ones added. */
export const amendedIndicators = (before: readonly Indicator[], changes: readonly Indicator[]): readonly Indicator[] => [
  ...before.map((each) => changes.find(({ id }) => id === each.id) ?? each),
  ...changes.filter(({ id }) => !before.some((each) => each.id === id)),
];

const measurementsAfter = (before: readonly Measurement[], data: ResultMeasured): readonly Measurement[] => [
  ...before.map((each) => (each.id === data.replaces ? { ...each, stands: false } : each)),
  present({
    id: data.measurement,
    indicator: data.indicator,
    periodStart: data.periodStart,
    location: data.location,
    stands: true,
  }),
];

// Decisions

const indicators = z.array(indicatorShape).max(30);
/** The members of a command that say what a result is of. */
const ofWhich = {
  activityId: field.id.optional(),
  stage: field.id.optional().describe('Of the activity.'),
  subject: subjectOf(['fund', 'body', 'agreement'])
    .optional()
    .describe('What the result is of in place of an activity: the fund as a whole, a body or an agreement.'),
};

export const resultCommands = [
  defineCommand({
    type: 'result.define',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      resultId: field.id,
      ...ofWhich,
      type: z.enum(resultTypes),
      title: field.narratives(300),
      description: field.narratives(2000).optional(),
      indicators: indicators.min(1),
    },
    creates: 'resultId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, result, body.resultId);
      const data: ResultDefined = {
        ...ofWhat(reader, body),
        ...present({
          type: body.type,
          title: body.title,
          description: body.description,
        }),
        indicators: checked(body.indicators),
        ...paperOf(command),
      };
      return { events: [event(result, body.resultId, 'result.defined', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'result.amend',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      resultId: field.id,
      title: field.narratives(300).optional(),
      description: field.narratives(2000).optional(),
      indicators: indicators.default([]).describe('Each takes the place of the one of the same id as a whole, or is added.'),
      reason: field.sealed(2000).optional(),
    },
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, result, body.resultId);
      const changes = checked(body.indicators).filter((each) => !state.indicators.some((known) => saysTheSame(known, each)));
      for (const each of changes) refuseUnmeasured(state, each);
      const { title = state.title, description = state.description } = body;
      const texts = present({
        title: saysTheSame(title, state.title) ? undefined : title,
        description: description === undefined || saysTheSame([description], [state.description]) ? undefined : description,
      });
      const data: ResultAmended = {
        ...texts,
        indicators: changes,
        ...present({ reasonHash: body.reason }),
        ...paperOf(command),
      };
      const nothing = changes.length + Object.keys(texts).length === 0;
      return {
        events: nothing ? [] : [event(result, body.resultId, 'result.amended', data)],
        valueDate: valueDateOf(command, open),
      };
    },
  }),

  defineCommand({
    type: 'result.measure',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      resultId: field.id,
      measurement: field.id,
      indicator: field.id,
      periodStart: field.date.describe('The first day of the period that it is of.'),
      location: field.id.optional().describe('A location of the activity; absent where the figure is of all of it.'),
      ...figures,
      evidence: z.array(field.sha256).max(20).default([]).describe('SHA-256 of what it rests on.'),
      replaces: field.id.optional().describe('The measurement that this one corrects.'),
    },
    creates: 'measurement',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const state = existing(reader, result, body.resultId);
      const { kind, id = command.book } = state.subject;
      const where = kind === 'activity' ? existing(reader, activity, id) : undefined;
      // A CSO measures what it takes part in; of the fund and its arrangements, the fund does.
      refuseOtherOrganisation(command, reader, ...(where?.partners.map((each) => each.partner) ?? [id]));
      const data: ResultMeasured = {
        ...present({
          measurement: body.measurement,
          indicator: body.indicator,
          periodStart: body.periodStart,
          location: body.location,
          value: body.value,
          comment: body.comment,
          by: body.by,
          evidence: [...new Set(body.evidence)],
          replaces: body.replaces,
        }),
        ...paperOf(command),
      };
      refuseUnfit(indicatorOf(state, body.resultId, data), data);
      const { location } = body;
      if (location !== undefined && !where) refuse('location-without-activity', { location });
      if (location !== undefined && !where?.locations.some((each) => each.id === location)) {
        refuse('location-unknown', { activity: id, location });
      }
      refuseSecond(state, data);
      return { events: [event(result, body.resultId, 'result.measured', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];

/** The activity and stage that a result is of, or the subject in their place; all of them are known. */
function ofWhat(
  reader: Reader,
  { activityId, stage, subject }: z.output<z.ZodObject<typeof ofWhich>>,
): Pick<ResultDefined, 'activity' | 'stage' | 'subject'> {
  if ((activityId === undefined) === (subject === undefined)) refuse('result-of-one');
  if (subject !== undefined) {
    if (stage !== undefined) refuse('stage-without-activity', { stage });
    return { subject: checkedSubject(reader, subject) };
  }
  const state = existing(reader, activity, activityId!);
  if (stage !== undefined) stageOf(state, activityId!, stage);
  return present({ activity: activityId!, stage });
}

/** Indicators that can be measured as they are defined, each id once. */
function checked(given: z.output<typeof indicators>): readonly Indicator[] {
  refuseRepeated(
    'indicator',
    given.map((each) => each.id),
  );
  const sorted: Indicator[] = given.map((each) =>
    present({ ...each, periods: each.periods.toSorted((a, b) => (a.start < b.start ? -1 : 1)) }),
  );
  for (const each of sorted) refuseUnsound(each);
  return sorted;
}

/** What was measured keeps its meaning: the measure stays, and so do the periods and dimensions that it used. */
function refuseUnmeasured(state: KnownResult, after: Indicator): void {
  const before = state.indicators.find((each) => each.id === after.id);
  const own = state.measurements.filter((each) => each.indicator === after.id);
  if (!before || own.length === 0) return;
  const lost =
    before.measure !== after.measure
      ? 'measure'
      : own.some(({ periodStart }) => !after.periods.some((each) => each.start === periodStart))
        ? 'periods'
        : before.dimensions.some(({ name, values }) => {
              const kept = after.dimensions.find((each) => each.name === name);
              return !kept || values.some((each) => !kept.values.includes(each));
            })
          ? 'dimensions'
          : undefined;
  if (lost !== undefined) refuse('indicator-measured', { indicator: after.id, member: lost });
}

function indicatorOf(state: KnownResult, resultId: string, data: ResultMeasured): Indicator {
  const found = state.indicators.find((each) => each.id === data.indicator);
  if (!found) {
    return refuse('part-unknown', {
      thing: result.thing,
      id: resultId,
      part: 'indicator',
      name: data.indicator,
      known: state.indicators.map((each) => each.id),
    });
  }
  if (!found.periods.some((each) => each.start === data.periodStart)) {
    refuse('period-unknown', {
      indicator: data.indicator,
      start: data.periodStart,
      known: found.periods.map((each) => each.start),
    });
  }
  return found;
}

/** One figure stands for an indicator, a period and a place; a second one says which it corrects. */
function refuseSecond(state: KnownResult, data: ResultMeasured): void {
  if (state.measurements.some((each) => each.id === data.measurement)) {
    refuse('id-taken', { thing: 'measurement', id: data.measurement });
  }
  const ofSame = (each: Measurement): boolean =>
    each.stands && each.indicator === data.indicator && each.periodStart === data.periodStart;
  if (data.replaces !== undefined && !state.measurements.some((each) => each.id === data.replaces && ofSame(each))) {
    refuse('not-replaceable', {
      measurement: data.replaces,
      indicator: data.indicator,
      start: data.periodStart,
      known: state.measurements.filter(ofSame).map((each) => each.id),
    });
  }
  const standing = state.measurements.find(
    (each) => ofSame(each) && each.location === data.location && each.id !== data.replaces,
  );
  if (standing) {
    refuse('already-measured', { indicator: data.indicator, start: data.periodStart, measurement: standing.id });
  }
}
