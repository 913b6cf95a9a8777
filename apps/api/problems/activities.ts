import type { activitiesRefusals } from '#domain/refusals/activities';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const activitiesProblems: Problems<typeof activitiesRefusals> = {
  'partner-already-joined': problem(409, 'The partner has that role already', 'La contraparte ya tiene ese papel'),
  'partner-not-joined': problem(409, 'The partner does not have that role', 'La contraparte no tiene ese papel'),
  'stage-unknown': problem(422, 'The activity has no such stage', 'La actividad no tiene esa etapa'),
  'stage-without-activity': problem(422, 'A stage needs its activity', 'La etapa necesita su actividad'),
};
