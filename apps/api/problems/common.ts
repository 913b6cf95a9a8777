import type { commonRefusals } from '#domain/refusals/common';
import { type Problems, problem } from './problem-kind.js';

/** How they are answered. */
export const commonProblems: Problems<typeof commonRefusals> = {
  'id-taken': problem(409, 'The id is taken', 'El id ya está en uso'),
  'not-found': problem(404, 'It is not there', 'No existe'),
  'wrong-book': problem(422, 'The command is for another book', 'La operación es para otro libro'),
  'date-in-future': problem(422, 'The date is in the future', 'La fecha está en el futuro'),
  'date-before-step': problem(422, 'The date is before what it follows', 'La fecha es anterior a lo que la precede'),
  'period-reversed': problem(422, 'The period ends before it starts', 'El período termina antes de empezar'),
  'terms-differ': problem(409, 'The terms were fixed before', 'Las condiciones ya se fijaron'),
  'wrong-status': problem(409, 'Its state does not allow this', 'Su estado no lo permite'),
  'approver-is-requester': problem(403, 'Another person has to approve', 'Debe aprobarlo otra persona'),
  'other-organisation': problem(403, 'It concerns another organisation', 'Corresponde a otra organización'),
  'not-reversible': problem(409, 'The entry cannot be reversed', 'El asiento no se puede reversar'),
  'balance-too-low': problem(409, 'A balance is too low', 'Un saldo es insuficiente'),
  'event-too-large': problem(413, 'The entry is too large', 'El asiento es demasiado grande'),
  'if-match-fails': problem(412, 'It has changed meanwhile', 'Ha cambiado entretanto'),
};
