import type { commonRefusals } from '#domain/refusals/common';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const commonProblems: Problems<typeof commonRefusals> = {
  'id-taken': problem(409, 'The id is taken', 'El id ya está en uso'),
  'not-found': problem(404, 'There is no such thing', 'No existe'),
  'wrong-book': problem(422, 'The command is for another book', 'El comando es para otro libro'),
  'date-in-future': problem(422, 'The date is in the future', 'La fecha está en el futuro'),
  'period-reversed': problem(422, 'The period ends before it starts', 'El período termina antes de empezar'),
  'terms-differ': problem(409, 'The terms were fixed before', 'Los términos ya se fijaron'),
  'wrong-status': problem(409, 'It is not in the state for this', 'No está en el estado para esto'),
  'approver-is-requester': problem(403, 'Another person has to approve', 'Debe aprobarlo otra persona'),
  'other-organisation': problem(403, 'It concerns another organisation', 'Corresponde a otra organización'),
  'not-reversible': problem(409, 'The event cannot be reversed', 'El evento no se puede reversar'),
  'balance-too-low': problem(409, 'A balance is too low', 'Un saldo es insuficiente'),
  'event-too-large': problem(413, 'The event is too large', 'El evento es demasiado grande'),
  'if-match-fails': problem(412, 'It has changed meanwhile', 'Ha cambiado entretanto'),
};
