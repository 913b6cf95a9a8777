import type { Refusals } from './refusal.js';

/** Refusals about partners, their accounts and agreements. */
export const registryRefusals = {
  'partner-unknown': {
    en: 'The partner {partner} is not in the registry.',
    es: 'La contraparte {partner} no está en el registro.',
    facts: { partner: 'nobody' },
  },
  'partner-merged': {
    en: 'The partner {partner} was merged into {survivor}: name {survivor} instead.',
    es: 'La contraparte {partner} se fusionó en {survivor}: indique {survivor} en su lugar.',
    facts: { partner: 'manantial-fundacion', survivor: 'fundacion-manantial' },
  },
  'merged-into-itself': {
    en: 'The partner {partner} cannot be merged into itself: name another one.',
    es: 'La contraparte {partner} no puede fusionarse consigo misma: indique otra.',
    facts: { partner: 'fundacion-manantial' },
  },
  'registration-taken': {
    en: 'The registration number {registration} belongs to the partner {partner}, which is in the registry already.',
    es: 'El número de inscripción {registration} corresponde a la contraparte {partner}, que ya está en el registro.',
    facts: { registration: 'CO-NIT-890900943', partner: 'fundacion-manantial' },
  },
  'verifies-itself': {
    en: 'The partner {partner} cannot verify itself: another organisation has to.',
    es: 'La contraparte {partner} no puede verificarse a sí misma: debe hacerlo otra organización.',
    facts: { partner: 'fundacion-manantial' },
  },
  'partner-suspended': {
    en: 'The partner {partner} is suspended, which stops {effect}.',
    es: 'La contraparte {partner} está suspendida, lo que impide {effect}.',
    facts: { partner: 'fundacion-manantial', effect: 'payments' },
  },
  'due-diligence-missing': {
    en: 'The fund signs and pays only after due diligence, and none is on record for {partner}.',
    es: 'El fondo solo firma y paga tras la debida diligencia, y no consta ninguna de {partner}.',
    facts: { partner: 'fundacion-manantial' },
  },
  'due-diligence-failed': {
    en: 'The partner {partner} did not pass its due diligence.',
    es: 'La contraparte {partner} no superó la debida diligencia.',
    facts: { partner: 'fundacion-manantial' },
  },
  'due-diligence-expired': {
    en: 'The due diligence of {partner} was valid until {until}; this is dated {date}.',
    es: 'La debida diligencia de {partner} estuvo vigente hasta el {until}; esta operación lleva fecha del {date}.',
    facts: { partner: 'fundacion-manantial', until: '2026-01-31', date: '2026-02-15' },
  },
  'advance-exceeds-risk': {
    en: 'The risk of {partner} is {risk}: at most {share}% of the grant, {currency} {most}, may be outstanding in advances; {requested} would exceed that by {missing}.',
    es: 'El riesgo de {partner} es {risk}: puede tener por rendir en anticipos como máximo el {share} % de la subvención, {currency} {most}; con {requested} se excedería en {missing}.',
    facts: {
      partner: 'fundacion-manantial',
      risk: 'high',
      share: '50',
      currency: 'USD',
      requested: '20000.00',
      most: '15000.00',
      missing: '5000.00',
    },
  },
  'payee-account-missing': {
    en: 'The partner {partner} has no confirmed bank account to be paid to.',
    es: 'La contraparte {partner} no tiene una cuenta bancaria confirmada en la que recibir pagos.',
    facts: { partner: 'fundacion-manantial' },
  },
  'payee-account-in-use': {
    en: 'The partner {partner} is paid in {currency} to its account {account}: propose one that replaces it, or revoke it first.',
    es: 'La contraparte {partner} recibe sus pagos en {currency} en su cuenta {account}: proponga una que la reemplace o revóquela antes.',
    facts: { partner: 'fundacion-manantial', account: 'main', currency: 'COP' },
  },
  'agreement-unknown': {
    en: 'The agreement {agreement} is not in the registry.',
    es: 'El convenio {agreement} no está en el registro.',
    facts: { agreement: 'no-agreement' },
  },
} as const satisfies Refusals;
