import type { activitiesRefusals } from '#domain/refusals/activities';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const activitiesProblems: Problems<typeof activitiesRefusals> = {
  'partner-already-joined': problem(409, 'The partner has that role already', 'La contraparte ya tiene ese papel'),
  'partner-not-joined': problem(409, 'The partner does not have that role', 'La contraparte no tiene ese papel'),
  'stage-unknown': problem(422, 'The activity has no such stage', 'La actividad no tiene esa etapa'),
  'stage-without-activity': problem(422, 'A stage needs its activity', 'La etapa necesita su actividad'),
  'extension-without-reason': problem(422, 'An extension needs its reason', 'La prórroga necesita su motivo'),
  'stage-has-grants': problem(409, 'The stage has grants', 'La etapa tiene subvenciones'),
  'evaluation-of-other': problem(422, 'The evaluation is of something else', 'La evaluación es de otra cosa'),
  'location-unknown': problem(422, 'The activity has no such location', 'La actividad no tiene ese lugar'),
  'grant-of-other-activity': problem(422, 'The grant is of another activity', 'La subvención es de otra actividad'),
};
