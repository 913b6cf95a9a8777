import type { Refusals } from './refusal.js';

/** Refusals of every kind of thing. */
export const commonRefusals = {
  'id-taken': {
    en: 'The {thing} {id} exists already.',
    es: 'Ya existe {thing} {id}.',
    facts: { thing: 'grant', id: 'g-wells' },
  },
  'not-found': {
    en: 'There is no {thing} {id} in this book.',
    es: 'No existe {thing} {id} en este libro.',
    facts: { thing: 'grant', id: 'g-wells' },
  },
  'wrong-book': {
    en: 'This command is for {expected}, not for the book {book}.',
    es: 'Este comando es para {expected}, no para el libro {book}.',
    facts: { expected: "a fund's book", book: 'registry' },
  },
  'date-in-future': {
    en: 'The date {date} is in the future: today is {today} in {timeZone}.',
    es: 'La fecha {date} está en el futuro: hoy es {today} en {timeZone}.',
    facts: { date: '2026-12-31', today: '2026-11-24', timeZone: 'America/Bogota' },
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
    en: 'The {thing} {id} is {status}; this needs one that is {expected}.',
    es: '{thing} {id} está en estado {status}; se requiere {expected}.',
    facts: { thing: 'disbursement', id: 'd-001', status: 'paid', expected: 'requested' },
  },
  'approver-is-requester': {
    en: '{actor} asked for this and cannot also approve it: another person has to.',
    es: '{actor} lo solicitó y no puede aprobarlo también: debe hacerlo otra persona.',
    facts: { actor: 'p-001', disbursement: 'd-001' },
  },
  'other-organisation': {
    en: 'This concerns {partner}; you act for {party} alone.',
    es: 'Esto corresponde a {partner}; usted actúa solo en nombre de {party}.',
    facts: { partner: 'fundacion-manantial', party: 'centro-agua' },
  },
  'not-reversible': {
    en: 'The event at position {position} ({type}) cannot be reversed: {because}.',
    es: 'El evento en la posición {position} ({type}) no se puede reversar: {because}.',
    facts: { position: 7, type: 'grant.signed', because: 'already-reversed' },
  },
  'balance-too-low': {
    en: 'This needs {needed} {currency} in {account}, which has {available}.',
    es: 'Esto requiere {needed} {currency} en {account}, que tiene {available}.',
    facts: { needed: '30000.00', currency: 'USD', account: 'unallocated:rural', available: '25000.00' },
  },
  'event-too-large': {
    en: 'The event would be {bytes} bytes; at most {largest} are stored.',
    es: 'El evento tendría {bytes} bytes; se guardan {largest} como máximo.',
    facts: { bytes: 70_000, largest: 65_536 },
  },
  'if-match-fails': {
    en: 'The {stream} is at version {version}, not {expected}: read it again.',
    es: '{stream} está en la versión {version}, no en {expected}: léalo de nuevo.',
    facts: { stream: 'grant:g-wells', version: 3, expected: 2 },
  },
} as const satisfies Refusals;
