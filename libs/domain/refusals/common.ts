import type { Refusals } from './refusal.js';

/** Refusals of every kind of thing. */
export const commonRefusals = {
  'id-taken': {
    en: 'The {thing} {id} exists already: use another id.',
    es: 'Ya existe {thing} {id}: use otro identificador.',
    facts: { thing: 'grant', id: 'g-wells' },
  },
  'not-found': {
    en: 'There is no {thing} {id} in this book.',
    es: 'No existe {thing} {id} en este libro.',
    facts: { thing: 'grant', id: 'g-wells' },
  },
  'wrong-book': {
    en: 'This command is for {expected}; {book} is another kind of book.',
    es: 'Esta operación es para {expected}; {book} es un libro de otra clase.',
    facts: { expected: "a fund's book", book: 'registry' },
  },
  'date-in-future': {
    en: 'The date {date} is in the future: today is {today} in {timeZone}.',
    es: 'El {date} es una fecha futura: hoy es {today} en {timeZone}.',
    facts: { date: '2026-12-31', today: '2026-11-24', timeZone: 'America/Bogota' },
  },
  'date-before-step': {
    en: 'This is dated {date}, but what comes before it in the {thing} {id} is of {earliest}.',
    es: 'Esta operación lleva fecha del {date}, pero lo que la precede en {thing} {id} es del {earliest}.',
    facts: { thing: 'disbursement', id: 'd-001', date: '2026-03-02', earliest: '2026-03-05' },
  },
  'period-reversed': {
    en: 'The period ends on {end}, before it starts on {start}.',
    es: 'El período termina el {end}, antes de empezar el {start}.',
    facts: { start: '2026-05-31', end: '2026-03-10' },
  },
  'terms-differ': {
    en: 'The {thing} {id} has the {member} {expected}, not {given}.',
    es: 'En {thing} {id}, {member} es {expected}, no {given}.',
    facts: { thing: 'contribution', id: 'apc-2026', member: 'earmark', expected: 'rural', given: 'none' },
  },
  'wrong-status': {
    en: 'The {thing} {id} is {status}; for this it has to be {expected}.',
    es: '{thing} {id} está {status}; para esto debe estar {expected}.',
    facts: { thing: 'disbursement', id: 'd-001', status: 'paid', expected: 'requested' },
  },
  'approver-is-requester': {
    en: '{actor} asked for this and cannot also approve it: another person has to.',
    es: '{actor} lo solicitó y no puede además aprobarlo: debe hacerlo otra persona.',
    facts: { actor: 'p-001', disbursement: 'd-001' },
  },
  'other-organisation': {
    en: 'This concerns {partner}; you act for {party} alone.',
    es: 'Esto corresponde a {partner}; usted actúa únicamente en nombre de {party}.',
    facts: { partner: 'fundacion-manantial', party: 'centro-agua' },
  },
  'not-reversible': {
    en: 'Entry {position} of the book ({type}) cannot be reversed: {because}.',
    es: 'El asiento {position} del libro ({type}) no se puede reversar: {because}.',
    facts: { position: 7, type: 'grant.signed', because: 'already-reversed' },
  },
  'balance-too-low': {
    en: 'This needs {currency} {needed} of {account}; {available} is available.',
    es: 'Esto requiere {currency} {needed} de {account}; hay disponibles {available}.',
    facts: { needed: '30000.00', currency: 'USD', account: 'unallocated:rural', available: '25000.00' },
  },
  'event-too-large': {
    en: 'The entry would take {bytes} bytes; at most {largest} are stored. Shorten its texts or divide it.',
    es: 'El asiento ocuparía {bytes} bytes; se guardan {largest} como máximo. Acorte los textos o divídalo.',
    facts: { bytes: 70_000, largest: 65_536 },
  },
  'if-match-fails': {
    en: 'The {stream} has changed: it is at version {version}, not {expected}. Read it again before you change it.',
    es: '{stream} ha cambiado: está en la versión {version}, no en la {expected}. Vuelva a consultar antes de modificar.',
    facts: { stream: 'grant:g-wells', version: 3, expected: 2 },
  },
} as const satisfies Refusals;
