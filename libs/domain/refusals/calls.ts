import type { Refusals } from './refusal.js';

/** Refusals of the bodies of governance, of what rests on their minutes, and of calls, proposals and complaints. */
export const callsRefusals = {
  'minute-missing': {
    en: '{command} has to name the body and the minute on which it rests.',
    es: 'La operación {command} debe indicar el órgano y el acta en que se apoya.',
    facts: { command: 'disbursement.approve' },
  },
  'body-unknown': {
    en: 'The fund has appointed no body {body}; it has {known}.',
    es: 'El fondo no ha constituido el órgano {body}; tiene {known}.',
    facts: { body: 'jury', known: ['committee'] },
  },
  'body-not-in-office': {
    en: 'The body {body} was not in office on {date}, only {term}.',
    es: 'El órgano {body} no estaba en funciones el {date}, solo {term}.',
    facts: { body: 'committee', date: '2026-01-10', term: '2026-01-15/..' },
  },
  'minute-later': {
    en: 'The minute {minute} of {body} is of {metOn}; a decision of {date} cannot rest on it.',
    es: 'El acta {minute} de {body} es del {metOn}; una decisión del {date} no puede apoyarse en ella.',
    facts: { body: 'committee', minute: 'Acta 3', metOn: '2026-02-10', date: '2026-01-31' },
  },
  'seat-unknown': {
    en: 'The body {body} has no seat {seat}; it has {known}.',
    es: 'El órgano {body} no tiene el puesto {seat}; tiene {known}.',
    facts: { body: 'committee', seat: 'treasurer', known: ['chair', 'member'] },
  },
  'seat-held': {
    en: 'The seat {seat} of {body} is held by {holder} ({term}).',
    es: 'El puesto {seat} de {body} lo ocupa {holder} ({term}).',
    facts: { body: 'committee', seat: 'chair', holder: 'p-010', term: '2026-01-15/..' },
  },
  'seat-not-held': {
    en: 'No term in the seat {seat} of {body} can be ended on {date}: nobody holds it beyond that day.',
    es: 'En el puesto {seat} de {body} ningún período puede terminar el {date}: nadie lo ocupa después de ese día.',
    facts: { body: 'committee', seat: 'chair', date: '2026-06-30' },
  },
  'call-not-open': {
    en: 'The call {call} takes proposals from {opensOn} to {closesOn}; this is dated {date}.',
    es: 'La convocatoria {call} recibe propuestas del {opensOn} al {closesOn}; esto lleva fecha {date}.',
    facts: { call: 'schools-2026', date: '2026-04-02', opensOn: '2026-02-16', closesOn: '2026-03-31' },
  },
  'call-still-open': {
    en: 'The call {call} takes proposals until {closesOn}, that day included; this is dated {date}.',
    es: 'La convocatoria {call} recibe propuestas hasta el {closesOn} inclusive; esto lleva fecha {date}.',
    facts: { call: 'schools-2026', date: '2026-03-31', closesOn: '2026-03-31' },
  },
  'call-not-shortened': {
    en: 'The call {call} was announced to close on {closesOn}; {given} is earlier.',
    es: 'La convocatoria {call} se anunció con cierre el {closesOn}; {given} es anterior.',
    facts: { call: 'schools-2026', closesOn: '2026-03-31', given: '2026-03-20' },
  },
  'call-has-proposals': {
    en: 'Proposals have come in for the call {call} ({proposals}); the rules by which they are judged no longer change: {members}.',
    es: 'La convocatoria {call} ya recibió propuestas ({proposals}); las reglas con que se evalúan ya no cambian: {members}.',
    facts: { call: 'schools-2026', proposals: 3, members: ['criteria'] },
  },
  'call-has-awards': {
    en: 'In the call {call} awards have been made: {proposals}.',
    es: 'En la convocatoria {call} ya hay adjudicaciones: {proposals}.',
    facts: { call: 'schools-2026', proposals: ['wells'] },
  },
  'range-reversed': {
    en: 'In the call {call} the range of {member} is upside down: from {least} to {most}.',
    es: 'En la convocatoria {call} el rango de {member} está invertido: de {least} a {most}.',
    facts: { call: 'schools-2026', member: 'leastPerProposal', least: '5000.00', most: '2000.00' },
  },
  'no-such-tie': {
    en: 'In the call {call} there is no open tie among exactly {proposals}.',
    es: 'En la convocatoria {call} no hay un empate sin resolver entre exactamente {proposals}.',
    facts: { call: 'schools-2026', proposals: ['wells', 'tanks'] },
  },
  'ranking-has-ties': {
    en: 'In the call {call} the funding line cuts through a tie among {proposals}; the body has to decide it first.',
    es: 'En la convocatoria {call} el corte de financiación cae en un empate entre {proposals}; antes debe resolverlo el órgano.',
    facts: { call: 'schools-2026', proposals: ['wells', 'tanks'] },
  },
  'not-eligible': {
    en: '{partner} is not eligible for the call {call} with this; not met: {failing}.',
    es: '{partner} no puede postularse así a la convocatoria {call}; no se cumple: {failing}.',
    facts: { call: 'schools-2026', partner: 'fundacion-manantial', failing: ['partner-country', 'ceiling'] },
  },
  'date-not-today': {
    en: 'What an organisation sends is dated the day on which it comes in, {today} in {timeZone}, not {date}.',
    es: 'Lo que envía una organización lleva la fecha en que se recibe, {today} en {timeZone}, no {date}.',
    facts: { date: '2026-03-31', today: '2026-04-02', timeZone: 'America/Bogota' },
  },
  'proposal-does-not-sum': {
    en: 'The sum of the {member} is {sum} {currency}, not {expected}.',
    es: 'Suma de {member}: {sum} {currency}; debe ser {expected}.',
    facts: { member: 'budget', sum: '29000.00', currency: 'USD', expected: '30000.00' },
  },
  'proposal-assessed': {
    en: 'The proposal {proposal} has been assessed and is not changed any more.',
    es: 'La propuesta {proposal} ya fue evaluada y no puede modificarse.',
    facts: { proposal: 'wells' },
  },
  'proposal-granted': {
    en: 'On the award of the proposal {proposal} the grant {grant} has been signed.',
    es: 'Con la adjudicación de la propuesta {proposal} ya se firmó la subvención {grant}.',
    facts: { proposal: 'wells', grant: 'g-wells' },
  },
  'grant-not-to-lead': {
    en: 'The proposal {proposal} was awarded to {lead}; this grant is for {executor}.',
    es: 'La propuesta {proposal} se adjudicó a {lead}; esta subvención es para {executor}.',
    facts: { proposal: 'wells', lead: 'fundacion-manantial', executor: 'centro-agua' },
  },
  'grant-exceeds-award': {
    en: 'The proposal {proposal} was awarded {awarded} {currency}; a grant of {grant} is more.',
    es: 'A la propuesta {proposal} se le adjudicaron {awarded} {currency}; una subvención de {grant} es más.',
    facts: { proposal: 'wells', awarded: '30000.00', currency: 'USD', grant: '31000.00' },
  },
  'funding-outside-call': {
    en: 'The call {call} pays from {callWindow} under {callEarmarks}, not from {window} under {earmark}.',
    es: 'La convocatoria {call} paga de {callWindow} en {callEarmarks}, no de {window} en {earmark}.',
    facts: { call: 'schools-2026', callWindow: 'schools', callEarmarks: ['rural'], window: 'general', earmark: 'none' },
  },
  'conflict-of-another': {
    en: '{actor} can declare a conflict of its own, not one of {assessor}.',
    es: '{actor} puede declarar un conflicto propio, no uno de {assessor}.',
    facts: { actor: 'p-020', assessor: 'p-021' },
  },
  'assessor-in-conflict': {
    en: '{assessor} has a declared conflict of interest in the proposal {proposal} and takes no part in it.',
    es: '{assessor} tiene un conflicto de intereses declarado en la propuesta {proposal} y no participa en ella.',
    facts: { assessor: 'p-020', proposal: 'wells' },
  },
  'own-proposal': {
    en: '{actor} acts for {party}, which takes part in the proposal {proposal}, and neither assesses nor decides it.',
    es: '{actor} actúa por {party}, que participa en la propuesta {proposal}, y no la evalúa ni la decide.',
    facts: { actor: 'p-020', party: 'fundacion-manantial', proposal: 'wells' },
  },
  'assessment-form': {
    en: 'The proposal {proposal} is assessed by its {expected} alone. Proposals of a call are scored; others get a recommendation.',
    es: 'La propuesta {proposal} se evalúa solo con {expected}. En una convocatoria se dan puntajes; fuera de ella, una recomendación.',
    facts: { proposal: 'wells', expected: 'scores' },
  },
  'criteria-differ': {
    en: 'The call {call} is scored by the criteria {known}, each once; scores came for {given}.',
    es: 'La convocatoria {call} se puntúa con los criterios {known}, cada uno una vez; llegaron puntajes de {given}.',
    facts: { call: 'schools-2026', known: ['relevance', 'capacity'], given: ['relevance'] },
  },
  'score-out-of-range': {
    en: 'The score {score} of {criterion} is not between {least} and {most}.',
    es: 'El puntaje {score} de {criterion} no está entre {least} y {most}.',
    facts: { criterion: 'relevance', score: 12, least: 0, most: 10 },
  },
  'assessments-missing': {
    en: 'Assessments of the proposal {proposal} that count: {has}; {needed} are needed.',
    es: 'Evaluaciones válidas de la propuesta {proposal}: {has}; se requieren {needed}.',
    facts: { proposal: 'wells', has: 1, needed: 2 },
  },
  'decider-is-assessor': {
    en: '{actor} has assessed the proposal {proposal} and cannot also decide it: another person has to.',
    es: '{actor} evaluó la propuesta {proposal} y no puede decidirla también: debe hacerlo otra persona.',
    facts: { actor: 'p-020', proposal: 'wells' },
  },
  'award-without-call': {
    en: 'The proposal {proposal} answers no call: it is awarded directly, with the ground for it.',
    es: 'La propuesta {proposal} no responde a una convocatoria: se adjudica directamente, con su justificación.',
    facts: { proposal: 'wells' },
  },
  'award-within-call': {
    en: 'The proposal {proposal} answers the call {call}: it is awarded by its ranking.',
    es: 'La propuesta {proposal} responde a la convocatoria {call}: se adjudica según su clasificación.',
    facts: { proposal: 'wells', call: 'schools-2026' },
  },
  'award-exceeds-request': {
    en: 'The proposal {proposal} asks for {requested} {currency}; {awarded} is more.',
    es: 'La propuesta {proposal} solicita {requested} {currency}; {awarded} es más.',
    facts: { proposal: 'wells', requested: '30000.00', currency: 'USD', awarded: '31000.00' },
  },
  'award-exceeds-call': {
    en: 'Awarding {awarded} {currency} needs {missing} more than the call {call} has left: {room}.',
    es: 'Adjudicar {awarded} {currency} excede en {missing} lo que queda en la convocatoria {call}: {room}.',
    facts: { awarded: '30000.00', currency: 'USD', missing: '5000.00', call: 'schools-2026', room: '25000.00' },
  },
  'ranking-outdated': {
    en: 'The proposal {proposal} was ranked in the call {call} with {ranked} points; without the assessors who have declared a conflict since, it has {score} from {has} of the {needed} assessments that it needs. It has to be assessed by somebody else, and ranked anew if it comes out with less.',
    es: 'La propuesta {proposal} se clasificó en la convocatoria {call} con {ranked} puntos; sin los evaluadores que desde entonces declararon un conflicto de interés, tiene {score} con {has} de las {needed} evaluaciones que necesita. Debe evaluarla otra persona y, si resulta con menos puntos, hay que clasificar de nuevo.',
    facts: { call: 'schools-2026', proposal: 'wells', ranked: '8.60', score: '7.20', has: 1, needed: 2 },
  },
  'proposal-not-funded': {
    en: 'In the ranking the proposal {proposal} is {standing}: only those above the funding line, or next in reserve, are awarded.',
    es: 'En la clasificación la propuesta {proposal} está {standing}: solo se adjudica sobre el corte o por turno de reserva.',
    facts: { proposal: 'wells', standing: 'below-threshold' },
  },
  'reserve-not-next': {
    en: 'The proposal {next} comes before {proposal} in reserve and has not been decided.',
    es: 'La propuesta {next} precede a {proposal} en la reserva y no se ha decidido.',
    facts: { proposal: 'wells', next: 'tanks' },
  },
  'answerer-involved': {
    en: '{actor} took the decision on {about}, or filed the complaint, and cannot answer it: another person has to.',
    es: '{actor} decidió sobre {about} o presentó la reclamación, y no puede responderla: debe hacerlo otra persona.',
    facts: { actor: 'p-010', about: 'wells' },
  },
} as const satisfies Refusals;
