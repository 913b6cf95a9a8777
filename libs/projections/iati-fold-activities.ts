import { streamId } from '#kernel/ids';
import { amendedPlan } from '#domain/activities/activity';
import type { PublicDocument } from '#domain/activities/document';
import type { Subject } from '#domain/activities/subject';
import type { LaidEvent } from './iati-laid.js';
import { isFinished } from './iati-activity-state.js';
import type { EventOf, Folds, FundBook } from './iati-fund-book.js';
import type { PublishedStage } from './iati-fund-parts.js';
import { amendResult, measureResult, publishedResult } from './iati-results.js';

/** The fund itself, activities and what came of them. */
export const activityFolds: Folds<
  | 'fund.established'
  | 'fund.closed'
  | 'activity.identified'
  | 'activity.amended'
  | 'activity.classified'
  | 'activity.located'
  | 'activity.budget-planned'
  | 'activity.partner-joined'
  | 'activity.partner-amended'
  | 'activity.partner-left'
  | 'activity.stage-added'
  | 'activity.stage-amended'
  | 'activity.stage-ended'
  | 'activity.document-linked'
  | 'activity.document-unlinked'
  | 'activity.evaluated'
  | 'activity.started'
  | 'activity.resumed'
  | 'activity.suspended'
  | 'activity.completed'
  | 'activity.cancelled'
  | 'result.defined'
  | 'result.amended'
  | 'result.measured'
  | 'evaluation.recorded'
  | 'evaluation.withdrawn'
  | 'peer-review.mandated'
  | 'peer-review.reported'
> = {
  'fund.established': (book, event) => {
    book.fund = event.data;
    book.touchFund(event);
  },
  'fund.closed': (book, event) => {
    book.closedOn = event.data.closedOn;
    book.touchFund(event);
  },
  'activity.identified': identified,
  'activity.amended': (book, event) =>
    book.change(event, streamId(event.stream), (entry) => (entry.plan = amendedPlan(entry.plan, event.data))),
  'activity.classified': (book, event) => {
    book.change(event, streamId(event.stream), (entry) => (entry.classification = event.data));
    // Where the fund says no places or sectors of its own, it has those of its activities.
    const { countries, sectors } = book.fund!.publishing;
    if (countries.length === 0 || sectors.length === 0) book.touchFund(event);
  },
  'activity.located': (book, event) =>
    book.change(event, streamId(event.stream), (entry) => (entry.locations = event.data.locations)),
  'activity.budget-planned': (book, event) =>
    book.change(event, streamId(event.stream), ({ budgets }) => {
      const { stage = '', total } = event.data;
      const last = { total, on: event.valueDate };
      budgets.set(stage, { first: budgets.get(stage)?.first ?? last, last });
    }),
  'activity.partner-joined': (book, event) => {
    book.change(event, streamId(event.stream), (entry) => {
      entry.partners.push(event.data);
      if (event.data.ownActivity !== undefined) entry.ownActivities.set(event.data.partner, event.data.ownActivity);
    });
    touchExecutor(book, event, event.data.role);
  },
  'activity.partner-amended': (book, event) => {
    const { data } = event;
    book.change(event, streamId(event.stream), (entry) => {
      entry.partners = entry.partners.map((each) => (isSame(each, data) ? data : each));
      if (data.ownActivity !== undefined) entry.ownActivities.set(data.partner, data.ownActivity);
    });
    touchExecutor(book, event, data.role);
  },
  'activity.partner-left': (book, event) => {
    book.change(event, streamId(event.stream), (entry) => {
      entry.partners = entry.partners.filter((each) => !isSame(each, event.data));
    });
    touchExecutor(book, event, event.data.role);
  },
  'activity.stage-added': (book, event) =>
    book.change(event, streamId(event.stream), (entry) => (entry.stages = [...entry.stages, event.data])),
  'activity.stage-amended': staged,
  'activity.stage-ended': staged,
  'activity.document-linked': (book, event) =>
    book.change(event, streamId(event.stream), (entry) => entry.documents.set(event.data.document, event.data)),
  'activity.document-unlinked': (book, event) =>
    book.change(event, streamId(event.stream), (entry) => entry.documents.delete(event.data.document)),
  'activity.evaluated': (book, event) => {
    const entry = book.activities.get(streamId(event.stream))!;
    entry.evaluated = true;
    // While accounts of its grants are open, it goes on being finalised.
    if (isFinished(entry)) book.change(event, entry.id);
  },
  'activity.started': started,
  'activity.resumed': started,
  'activity.suspended': (book, event) => book.change(event, streamId(event.stream), (entry) => (entry.status = 'suspended')),
  'activity.completed': (book, event) =>
    book.change(event, streamId(event.stream), (entry) => {
      entry.status = 'completed';
      entry.completedOn = event.valueDate;
    }),
  'activity.cancelled': (book, event) => book.change(event, streamId(event.stream), (entry) => (entry.status = 'cancelled')),
  'result.defined': (book, event) => {
    book.results.set(streamId(event.stream), publishedResult(event.data));
    touchSubject(book, event, event.data.activity);
  },
  'result.amended': (book, event) => {
    const result = book.results.get(streamId(event.stream))!;
    amendResult(result, event.data);
    touchSubject(book, event, result.activity);
  },
  'result.measured': (book, event) => {
    const result = book.results.get(streamId(event.stream))!;
    measureResult(result, event.data);
    touchSubject(book, event, result.activity);
  },
  'evaluation.recorded': (book, event) => {
    book.evaluations.set(event.stream, event.data);
    touchSubject(book, event, activityOf(event.data.subject));
    reported(book, event, event.data.subject, event.data.document);
  },
  'evaluation.withdrawn': (book, event) => {
    const { subject } = book.evaluations.get(event.stream)!;
    book.evaluations.delete(event.stream);
    book.reports.delete(event.stream);
    touchSubject(book, event, activityOf(subject));
  },
  'peer-review.mandated': (book, event) => {
    book.reviewed.set(event.stream, event.data.subject);
  },
  'peer-review.reported': (book, event) => reported(book, event, book.reviewed.get(event.stream)!, event.data.document),
};

function identified(book: FundBook, event: EventOf<'activity.identified'>): void {
  const id = streamId(event.stream);
  book.touchFund(event);
  book.activities.set(id, {
    id,
    identified: event.data,
    identifiedOn: event.valueDate,
    plan: amendedPlan(event.data, {}),
    classification: event.data.classification,
    status: 'planned',
    evaluated: false,
    partners: [],
    ownActivities: new Map(),
    stages: [],
    locations: [],
    budgets: new Map(),
    documents: new Map(),
    cofinanciers: new Set(),
    grants: [],
    subGrants: [],
    assets: new Map(),
    lines: [],
    framedAt: event.recordedAt,
    touchedAt: event.recordedAt,
  });
}

function started(book: FundBook, event: EventOf<'activity.started' | 'activity.resumed'>): void {
  book.change(event, streamId(event.stream), (entry) => {
    entry.status = 'started';
    entry.startedOn ??= event.valueDate;
  });
}

function staged(book: FundBook, event: EventOf<'activity.stage-amended' | 'activity.stage-ended'>): void {
  const after = (each: PublishedStage): PublishedStage =>
    event.type === 'activity.stage-ended'
      ? { ...each, outcome: event.data.outcome }
      : { ...each, ...amendedPlan(each, event.data) };
  book.change(event, streamId(event.stream), (entry) => {
    entry.stages = entry.stages.map((each) => (each.stage === event.data.stage ? after(each) : each));
  });
}

type InRole = EventOf<'activity.partner-left'>['data'];
const isSame = (a: Pick<InRole, 'partner' | 'phase' | 'role'>, b: Pick<InRole, 'partner' | 'phase' | 'role'>): boolean =>
  a.partner === b.partner && a.phase === b.phase && a.role === b.role;

/** The fund's own activity names the executors of its activities. */
function touchExecutor(book: FundBook, event: LaidEvent, role: string): void {
  if (role === 'executor') book.touchFund(event);
}

/** The activity that something is of; of the fund or an arrangement where there is none. */
const activityOf = ({ kind, id }: Subject): string | undefined => (kind === 'activity' ? id : undefined);

/** A report stands in the activity that it is of, or in the fund's own. */
function reported(
  book: FundBook,
  event: EventOf<'evaluation.recorded' | 'peer-review.reported'>,
  subject: Subject,
  document: PublicDocument | undefined,
): void {
  if (!document) return;
  const activity = activityOf(subject);
  book.reports.set(event.stream, { activity, document });
  touchSubject(book, event, activity);
}

/** What is said of an activity changes that; what is of the fund or of an arrangement, the fund's own. */
function touchSubject(book: FundBook, event: LaidEvent, activity: string | undefined): void {
  if (activity === undefined) book.touchFund(event);
  else book.change(event, activity);
}
