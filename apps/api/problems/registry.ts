import type { registryRefusals } from '#domain/refusals/registry';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const registryProblems: Problems<typeof registryRefusals> = {
  'partner-unknown': problem(422, 'The partner is not registered', 'La contraparte no está registrada'),
  'partner-merged': problem(409, 'The partner was merged into another', 'La contraparte se fusionó en otra'),
  'merged-into-itself': problem(422, 'A partner is not merged into itself', 'Una contraparte no se fusiona consigo misma'),
  'registration-taken': problem(409, 'The registration is that of another partner', 'La inscripción es de otra contraparte'),
  'verifies-itself': problem(422, 'A partner does not verify itself', 'Una contraparte no se verifica a sí misma'),
  'partner-suspended': problem(409, 'The partner is suspended', 'La contraparte está suspendida'),
  'due-diligence-missing': problem(409, 'There is no due diligence', 'No hay debida diligencia'),
  'due-diligence-failed': problem(409, 'The due diligence was not passed', 'No se superó la debida diligencia'),
  'due-diligence-expired': problem(409, 'The due diligence has expired', 'La debida diligencia venció'),
  'advance-exceeds-risk': problem(409, 'Too much is advanced for the risk', 'Se anticipa demasiado para el riesgo'),
  'payee-account-missing': problem(409, 'There is no confirmed account', 'No hay cuenta confirmada'),
  'payee-account-in-use': problem(409, 'Another account is in use', 'Otra cuenta está en uso'),
  'agreement-unknown': problem(422, 'The agreement is not registered', 'El convenio no está registrado'),
};
