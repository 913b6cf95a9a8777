import { z } from 'zod';
import { partnerRoles } from '#domain/activities/activity-events';
import { bodyKinds, vacancyReasons } from '#domain/fund/body';
import { partnerKinds } from '#domain/registry/partner';
import { directGrounds, recommendations } from '#domain/calls/proposal';
import { standings, tieBreaks } from '#domain/calls/ranking';
import { policyAnswer } from './answers-fund.js';
import { date, hash, id, money, narratives, position, stream } from './answers.js';

const holder = z.union([z.strictObject({ person: id }), z.strictObject({ partner: id })]);
const term = z.strictObject({
  holder,
  from: date,
  to: date.optional().describe('The last day.'),
  vacated: z.enum(vacancyReasons).optional().describe('Why it ended before its time.'),
});
const minuteName = z.string();

export const bodyStatuses = ['in-office', 'dissolved'] as const;
export const body = z.strictObject({
  bodyId: id,
  position,
  title: narratives,
  kind: z.enum(bodyKinds),
  mandate: narratives,
  agreement: id.nullable(),
  status: z.enum(bodyStatuses),
  since: date,
  until: date.nullable(),
  reason: z.string().nullable(),
  seats: z.array(
    z.strictObject({
      id,
      title: narratives,
      nominatedBy: id.optional(),
      since: date,
      abolishedOn: date.optional(),
      terms: z.array(term),
    }),
  ),
  minutes: z.array(z.strictObject({ minute: minuteName, metOn: date, documentHash: hash, position })),
  contributions: z.array(
    z.strictObject({
      position,
      date,
      partner: id,
      form: z.enum(['cash', 'kind']),
      amount: money,
      what: z.string(),
    }),
  ),
});

export const decision = z.strictObject({
  position,
  minute: minuteName,
  metOn: date.nullable().describe('When the meeting was; null as long as its minute has not been lodged.'),
  type: z.string(),
  stream,
  valueDate: date,
});

const resting = { body: id.optional(), minute: minuteName.optional() };
const points = z.string().describe('Points, two decimals.');
const place = z.strictObject({
  proposal: id,
  place: z.int().optional(),
  score: points.optional(),
  assessments: z.int(),
  standing: z.enum(standings),
});

export const callStatuses = ['open', 'closed', 'ranked', 'cancelled'] as const;
export const call = z.strictObject({
  callId: id,
  position,
  status: z.enum(callStatuses),
  title: narratives,
  description: narratives.nullable(),
  window: id,
  earmarks: z.array(id),
  opensOn: date,
  closesOn: date,
  total: money,
  mostPerProposal: money.nullable(),
  leastPerProposal: money.nullable(),
  eligibility: z.strictObject({
    kinds: z.array(z.enum(partnerKinds)).optional(),
    countries: z.array(z.string()).optional(),
    leastYears: z.int().optional(),
    verified: z.literal(true).optional(),
    dueDiligence: z.literal(true).optional(),
  }),
  criteria: z.array(z.strictObject({ id, title: narratives, weight: z.int() })),
  scores: z.strictObject({ least: z.int(), most: z.int() }),
  threshold: points.nullable(),
  tieBreaks: z.array(z.enum(tieBreaks)),
  assessments: z.int(),
  reserve: z.int(),
  cofinancing: policyAnswer.shape.cofinancing.unwrap().nullable(),
  proposals: z.strictObject({ submitted: z.int(), withdrawn: z.int(), awarded: z.int(), declined: z.int() }),
  awarded: money,
  left: money,
  ranking: z
    .strictObject({
      position,
      rankedOn: date,
      places: z.array(place),
      ties: z.array(
        z.strictObject({ score: points, proposals: z.array(id), brokenBy: z.enum([...tieBreaks, 'body', 'open']) }),
      ),
      funded: money,
    })
    .nullable(),
  cancelled: narratives.nullable(),
  history: z.array(z.strictObject({ position, type: z.string(), date, ...resting })),
});

export const complaintStatuses = ['filed', 'answered'] as const;
const outcome = z.enum(['upheld', 'rejected']);
const complaintSummary = {
  complaintId: id,
  filedOn: date,
  status: z.enum(complaintStatuses),
  outcome: outcome.nullable(),
  answeredOn: date.nullable(),
};

export const proposalStatuses = ['submitted', 'withdrawn', 'awarded', 'declined'] as const;
export const proposal = z.strictObject({
  proposalId: id,
  position,
  callId: id.nullable(),
  lead: id,
  partners: z.array(z.strictObject({ partner: id, role: z.enum(partnerRoles) })),
  title: narratives,
  summary: narratives,
  activityId: id.nullable(),
  status: z.enum(proposalStatuses),
  submittedOn: date,
  requested: money,
  own: z.strictObject({ cash: money, kind: money }),
  budget: z.array(z.strictObject({ category: id, amount: money })),
  instalments: z.array(z.strictObject({ id, amount: money, dueDate: date, condition: z.string().optional() })),
  assessments: z.int().describe('How many count; by whom is not shown here.'),
  place: z.int().nullable().describe('Of the last ranking of its call; the score and the standing, too.'),
  score: points.nullable(),
  standing: z.enum(standings).nullable(),
  awarded: money,
  grantId: id.nullable(),
  history: z.array(
    z.strictObject({
      position,
      type: z.string(),
      date,
      amount: money.optional(),
      basis: z.enum(['line', 'reserve', 'complaint']).optional(),
      ground: z.enum(directGrounds).optional(),
      reasons: narratives.optional(),
      ...resting,
      complaint: id.optional(),
    }),
  ),
  complaints: z.array(z.strictObject(complaintSummary)),
});

const keptText = z.string().nullable().describe('Null once it has been erased.');
export const assessments = z.strictObject({
  proposalId: id,
  position,
  assessments: z.array(
    z.strictObject({
      assessor: id,
      assessedOn: date,
      scores: z.array(z.strictObject({ criterion: id, score: z.int() })).nullable(),
      total: points.nullable(),
      recommendation: z.enum(recommendations).nullable(),
      comment: keptText,
      counted: z.boolean().describe('False where the assessor has declared a conflict.'),
    }),
  ),
  conflicts: z.array(z.strictObject({ assessor: id, declaredOn: date, nature: keptText })),
});

export const complaint = z.strictObject({
  ...complaintSummary,
  proposalId: id.nullable(),
  callId: id.nullable(),
  complainant: id,
  text: keptText,
  answeredBy: id.nullable(),
  answer: keptText,
});
