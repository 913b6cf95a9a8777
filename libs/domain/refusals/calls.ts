import type { Refusals } from './refusal.js';

/** Refusals of the bodies of governance, of what rests on their minutes, and of calls, proposals and complaints. */
export const callsRefusals = {
  'minute-missing': {
    en: 'This decision ({command}) has to name the body and the minute on which it rests.',
    es: 'Esta decisión ({command}) debe indicar el órgano y el acta en que se apoya.',
    facts: { command: 'disbursement.approve' },
  },
  'body-unknown': {
    en: 'The fund has no body {body}; its bodies: {known}.',
    es: 'El fondo no tiene el órgano {body}; órganos del fondo: {known:m}.',
    facts: { body: 'jury', known: ['committee'] },
  },
  'body-not-in-office': {
    en: 'The body {body} was not in office on {date}; it is {term}.',
    es: 'El órgano {body} no estaba en funciones el {date}; lo está {term}.',
    facts: { body: 'committee', date: '2026-01-10', term: '2026-01-15/..' },
  },
  'minute-later': {
    en: 'The minute {minute} of the body {body} is of {metOn}: a decision of {date} cannot rest on it.',
    es: 'El acta {minute} del órgano {body} es del {metOn}: una decisión del {date} no puede apoyarse en ella.',
    facts: { body: 'committee', minute: 'Acta 3', metOn: '2026-02-10', date: '2026-01-31' },
  },
  'seat-unknown': {
    en: 'The body {body} has no seat {seat}; its seats: {known}.',
    es: 'El órgano {body} no tiene el puesto {seat}; puestos del órgano: {known:m}.',
    facts: { body: 'committee', seat: 'treasurer', known: ['chair', 'member'] },
  },
  'seat-held': {
    en: 'The seat {seat} of the body {body} is held by {holder} ({term}).',
    es: 'El puesto {seat} del órgano {body} lo ocupa {holder} ({term}).',
    facts: { body: 'committee', seat: 'chair', holder: 'p-010', term: '2026-01-15/..' },
  },
  'seat-not-held': {
    en: 'No term in the seat {seat} of the body {body} can be ended on {date}: nobody holds it beyond that day.',
    es: 'No hay mandato que terminar el {date} en el puesto {seat} del órgano {body}: nadie lo ocupa después de ese día.',
    facts: { body: 'committee', seat: 'chair', date: '2026-06-30' },
  },
  'call-not-open': {
    en: 'The call {call} takes proposals from {opensOn} to {closesOn}; this is dated {date}.',
    es: 'La convocatoria {call} recibe propuestas del {opensOn} al {closesOn}; esta operación lleva fecha del {date}.',
    facts: { call: 'schools-2026', date: '2026-04-02', opensOn: '2026-02-16', closesOn: '2026-03-31' },
  },
  'call-still-open': {
    en: 'The call {call} takes proposals until {closesOn}, that day included; this is dated {date}.',
    es: 'La convocatoria {call} recibe propuestas hasta el {closesOn} inclusive; esta operación lleva fecha del {date}.',
    facts: { call: 'schools-2026', date: '2026-03-31', closesOn: '2026-03-31' },
  },
  'call-not-shortened': {
    en: 'The call {call} was announced to close on {closesOn}: it cannot close earlier, on {given}.',
    es: 'La convocatoria {call} se anunció con cierre el {closesOn}: no puede cerrar antes, el {given}.',
    facts: { call: 'schools-2026', closesOn: '2026-03-31', given: '2026-03-20' },
  },
  'call-has-proposals': {
    en: 'The call {call} has received proposals ({proposals}): the rules by which they are judged no longer change ({members}).',
    es: 'La convocatoria {call} ya recibió propuestas ({proposals}): las reglas con que se evalúan ya no cambian ({members}).',
    facts: { call: 'schools-2026', proposals: 3, members: ['criteria'] },
  },
  'call-has-awards': {
    en: 'Awards have been made in the call {call}: {proposals}.',
    es: 'En la convocatoria {call} ya hay adjudicaciones: {proposals}.',
    facts: { call: 'schools-2026', proposals: ['wells'] },
  },
  'too-few-assessments': {
    en: 'The call {call} asks for {given} assessments of each proposal; by its rules the fund needs {atLeast} at least.',
    es: 'La convocatoria {call} pide {given} evaluaciones por propuesta; según sus reglas, el fondo exige al menos {atLeast}.',
    facts: { call: 'schools-2026', given: 2, atLeast: 3 },
  },
  'range-reversed': {
    en: 'In the call {call}, the limits for the {member} contradict each other: from {least} to {most}.',
    es: 'En la convocatoria {call}, los límites de {member} se contradicen: de {least} a {most}.',
    facts: { call: 'schools-2026', member: 'leastPerProposal', least: '5000.00', most: '2000.00' },
  },
  'no-such-tie': {
    en: 'In the call {call} there is no open tie between exactly these: {proposals}.',
    es: 'En la convocatoria {call} no hay un empate sin resolver exactamente entre estas: {proposals}.',
    facts: { call: 'schools-2026', proposals: ['wells', 'tanks'] },
  },
  'ranking-has-ties': {
    en: 'In the call {call} the funding line cuts through a tie between {proposals}: the body has to decide the tie first.',
    es: 'En la convocatoria {call} el corte de financiación cae en un empate entre {proposals}: antes debe resolverlo el órgano.',
    facts: { call: 'schools-2026', proposals: ['wells', 'tanks'] },
  },
  'not-eligible': {
    en: '{partner} is not eligible for the call {call} with this proposal; not met: {failing}.',
    es: '{partner} no puede postularse a la convocatoria {call} con esta propuesta; requisitos que no cumple: {failing}.',
    facts: { call: 'schools-2026', partner: 'fundacion-manantial', failing: ['partner-country', 'ceiling'] },
  },
  'date-not-today': {
    en: 'What an organisation sends takes the date of the day on which it comes in, {today} in {timeZone}, not {date}.',
    es: 'Lo que envía una organización lleva la fecha del día en que se recibe, el {today} en {timeZone}, no la del {date}.',
    facts: { date: '2026-03-31', today: '2026-04-02', timeZone: 'America/Bogota' },
  },
  'proposal-does-not-sum': {
    en: 'The {member} of the proposal come to {currency} {sum}; they have to come to {expected}.',
    es: 'En la propuesta, {member} suman {currency} {sum}; deben sumar {expected}.',
    facts: { member: 'budget', sum: '29000.00', currency: 'USD', expected: '30000.00' },
  },
  'proposal-assessed': {
    en: 'The proposal {proposal} has been assessed and can no longer be changed.',
    es: 'La propuesta {proposal} ya fue evaluada y no puede modificarse.',
    facts: { proposal: 'wells' },
  },
  'proposal-granted': {
    en: 'The grant {grant} has already been signed on the award of the proposal {proposal}.',
    es: 'Con la adjudicación de la propuesta {proposal} ya se firmó la subvención {grant}.',
    facts: { proposal: 'wells', grant: 'g-wells' },
  },
  'grant-not-to-lead': {
    en: 'The proposal {proposal} was awarded to {lead}, but this grant is for {executor}.',
    es: 'La propuesta {proposal} se adjudicó a {lead}, pero esta subvención es para {executor}.',
    facts: { proposal: 'wells', lead: 'fundacion-manantial', executor: 'centro-agua' },
  },
  'grant-exceeds-award': {
    en: 'A grant of {currency} {grant} exceeds the {awarded} awarded to the proposal {proposal}.',
    es: 'Una subvención de {currency} {grant} excede los {awarded} adjudicados a la propuesta {proposal}.',
    facts: { proposal: 'wells', awarded: '30000.00', currency: 'USD', grant: '31000.00' },
  },
  'funding-outside-call': {
    en: 'The call {call} pays from the window {callWindow} (earmarks: {callEarmarks}), not from the window {window} under {earmark}.',
    es: 'La convocatoria {call} paga de la ventana {callWindow} (destinaciones: {callEarmarks}), no de la ventana {window} en {earmark}.',
    facts: { call: 'schools-2026', callWindow: 'schools', callEarmarks: ['rural'], window: 'general', earmark: 'none' },
  },
  'conflict-of-another': {
    en: '{actor} can declare a conflict of interest of their own, not one of {assessor}.',
    es: '{actor} puede declarar un conflicto de intereses propio, no uno de {assessor}.',
    facts: { actor: 'p-020', assessor: 'p-021' },
  },
  'assessor-in-conflict': {
    en: '{assessor} has declared a conflict of interest in the proposal {proposal} and takes no part in it.',
    es: '{assessor} tiene un conflicto de intereses declarado en la propuesta {proposal} y no participa en ella.',
    facts: { assessor: 'p-020', proposal: 'wells' },
  },
  'own-proposal': {
    en: '{actor} acts for {party}, which takes part in the proposal {proposal}, and so neither assesses nor decides it.',
    es: '{actor} actúa por {party}, que participa en la propuesta {proposal}; por eso no la evalúa ni la decide.',
    facts: { actor: 'p-020', party: 'fundacion-manantial', proposal: 'wells' },
  },
  'assessment-form': {
    en: 'The proposal {proposal} is assessed by {expected}: proposals of a call are scored, others get a recommendation.',
    es: 'La propuesta {proposal} se evalúa con {expected}: en una convocatoria se dan puntajes; fuera de ella, una recomendación.',
    facts: { proposal: 'wells', expected: 'scores' },
  },
  'criteria-differ': {
    en: 'The call {call} is scored by the criteria {known}, each once; scores came for: {given}.',
    es: 'La convocatoria {call} se puntúa con los criterios {known}, cada uno una vez; llegaron puntajes de: {given}.',
    facts: { call: 'schools-2026', known: ['relevance', 'capacity'], given: ['relevance'] },
  },
  'score-out-of-range': {
    en: 'The score {score} for {criterion} is not between {least} and {most}.',
    es: 'El puntaje {score} de {criterion} no está entre {least} y {most}.',
    facts: { criterion: 'relevance', score: 12, least: 0, most: 10 },
  },
  'assessments-missing': {
    en: 'The proposal {proposal} needs {needed} assessments that count; it has {has}.',
    es: 'La propuesta {proposal} requiere {needed} evaluaciones válidas; tiene {has}.',
    facts: { proposal: 'wells', has: 1, needed: 2 },
  },
  'decider-is-assessor': {
    en: '{actor} has assessed the proposal {proposal} and cannot also decide it: another person has to.',
    es: '{actor} evaluó la propuesta {proposal} y no puede además decidirla: debe hacerlo otra persona.',
    facts: { actor: 'p-020', proposal: 'wells' },
  },
  'award-without-call': {
    en: 'The proposal {proposal} answers no call: it is awarded directly, with the ground for doing so.',
    es: 'La propuesta {proposal} no responde a una convocatoria: se adjudica directamente, con su justificación.',
    facts: { proposal: 'wells' },
  },
  'direct-award-exceeds': {
    en: 'Awarding {currency} {awarded} to the proposal {proposal} without a call exceeds by {missing} the {upTo} that the fund allows: above it there is a call.',
    es: 'Adjudicar {currency} {awarded} a la propuesta {proposal} sin convocatoria excede en {missing} los {upTo} que el fondo admite: por encima se convoca.',
    facts: { proposal: 'p-wells', currency: 'USD', awarded: '30000.00', upTo: '25000.00', missing: '5000.00' },
  },
  'award-within-call': {
    en: 'The proposal {proposal} answers the call {call}: it is awarded by its ranking.',
    es: 'La propuesta {proposal} responde a la convocatoria {call}: se adjudica según la clasificación.',
    facts: { proposal: 'wells', call: 'schools-2026' },
  },
  'award-exceeds-request': {
    en: 'Awarding {currency} {awarded} exceeds the {requested} that the proposal {proposal} asks for.',
    es: 'Adjudicar {currency} {awarded} excede los {requested} que solicita la propuesta {proposal}.',
    facts: { proposal: 'wells', requested: '30000.00', currency: 'USD', awarded: '31000.00' },
  },
  'award-exceeds-call': {
    en: 'Awarding {currency} {awarded} exceeds by {missing} the {room} that the call {call} has left.',
    es: 'Adjudicar {currency} {awarded} excede en {missing} los {room} que le quedan a la convocatoria {call}.',
    facts: { awarded: '30000.00', currency: 'USD', missing: '5000.00', call: 'schools-2026', room: '25000.00' },
  },
  'ranking-outdated': {
    en: 'The proposal {proposal} was ranked in the call {call} with {ranked} points; without the assessors who have declared a conflict of interest since, it has {score}, from {has} of the {needed} assessments that it needs: somebody else has to assess it, and the call is ranked anew if it comes out with less.',
    es: 'La propuesta {proposal} se clasificó en la convocatoria {call} con {ranked} puntos; sin quienes desde entonces declararon un conflicto de intereses tiene {score}, con {has} de las {needed} evaluaciones que requiere: debe evaluarla otra persona y, si resulta con menos puntos, hay que clasificar de nuevo.',
    facts: { call: 'schools-2026', proposal: 'wells', ranked: '8.60', score: '7.20', has: 1, needed: 2 },
  },
  'proposal-not-funded': {
    en: 'In the ranking the proposal {proposal} is {standing}: only those above the funding line, or next in reserve, are awarded.',
    es: 'En la clasificación la propuesta {proposal} está {standing:f}: solo se adjudica a las que están sobre el corte o a la siguiente de la reserva.',
    facts: { proposal: 'wells', standing: 'below-threshold' },
  },
  'reserve-not-next': {
    en: 'The proposal {next} comes before {proposal} in the reserve and has not been decided.',
    es: 'En la reserva, la propuesta {next} precede a {proposal} y aún no se ha decidido.',
    facts: { proposal: 'wells', next: 'tanks' },
  },
  'answerer-involved': {
    en: '{actor} took the decision on {about}, or filed the complaint, and cannot answer it: another person has to.',
    es: '{actor} decidió sobre {about} o presentó la reclamación, y no puede responderla: debe hacerlo otra persona.',
    facts: { actor: 'p-010', about: 'wells' },
  },
} as const satisfies Refusals;
