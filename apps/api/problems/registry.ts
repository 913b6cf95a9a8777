import type { registryRefusals } from '#domain/refusals/registry';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const registryProblems: Problems<typeof registryRefusals> = {
  'partner-unknown': problem(422, 'The partner is not registered', 'La contraparte no está registrada'),
};
