import type { Language } from './field-errors.js';

/**
 * What facts of a refusal are called in a sentence. The facts themselves are the same in every language: words of the
 * domain, for programs; a sentence for people needs the people's words. In Spanish a thing comes with its article.
 */
const spanish: Readonly<Record<string, string>> = {
  // things
  partner: 'la contraparte',
  fund: 'el fondo',
  contribution: 'el aporte',
  activity: 'la actividad',
  allocation: 'la asignación',
  grant: 'la subvención',
  'co-financing': 'la cofinanciación',
  disbursement: 'el desembolso',
  'expenditure report': 'el informe de gastos',
  refund: 'el reintegro',
  interest: 'el interés',
  'bank charge': 'el gasto bancario',
  event: 'el evento',
  earmark: 'la destinación',
  window: 'la ventana',
  'bank account': 'la cuenta bancaria',
  stage: 'la etapa',
  'funding line': 'la línea de financiación',
  instalment: 'la cuota',
  contributor: 'aportante',
  body: 'el órgano',
  seat: 'el puesto',
  minute: 'el acta',
  call: 'la convocatoria',
  proposal: 'la propuesta',
  complaint: 'la reclamación',
  // states
  pledged: 'anunciado',
  committed: 'comprometido',
  identified: 'identificada',
  negotiated: 'negociada',
  formulated: 'formulada',
  started: 'en ejecución',
  suspended: 'suspendida',
  completed: 'finalizada',
  cancelled: 'cancelado',
  requested: 'solicitado',
  approved: 'aprobado',
  rejected: 'rechazado',
  returned: 'devuelto',
  paid: 'pagado',
  'partly-paid': 'pagado en parte',
  acknowledged: 'acusado de recibo',
  signed: 'firmada',
  reversed: 'reversado',
  submitted: 'presentado',
  accepted: 'aceptado',
  'in-office': 'en funciones',
  open: 'abierta',
  closed: 'cerrada',
  ranked: 'clasificada',
  withdrawn: 'retirada',
  awarded: 'adjudicada',
  declined: 'rechazada',
  filed: 'radicada',
  answered: 'respondida',
  // places in a ranking
  unfunded: 'bajo el corte',
  tied: 'empatada',
  'below-threshold': 'bajo el puntaje mínimo',
  'not-assessed': 'sin las evaluaciones requeridas',
  // what a call asks for
  'partner-kind': 'tipo de organización',
  'partner-country': 'país',
  ceiling: 'monto máximo por propuesta',
  floor: 'monto mínimo por propuesta',
  'own-share': 'contrapartida propia',
  scores: 'puntajes',
  recommendation: 'recomendación',
  budget: 'presupuesto',
  instalments: 'cuotas',
  dissolved: 'disuelto',
  // payments and forms
  advance: 'anticipo',
  reimbursement: 'reembolso',
  balance: 'saldo final',
  core: 'apoyo institucional',
  cash: 'efectivo',
  kind: 'especie',
  // roles and phases
  proposer: 'proponente',
  funder: 'financiadora',
  executor: 'ejecutora',
  counterpart: 'contraparte',
  beneficiary: 'beneficiaria',
  evaluator: 'evaluadora',
  secretariat: 'secretaría',
  coordinator: 'coordinadora',
  supervisor: 'supervisora',
  facilitator: 'facilitadora',
  observer: 'observadora',
  identification: 'identificación',
  'negotiation-and-formulation': 'negociación y formulación',
  implementation: 'ejecución',
  evaluation: 'evaluación',
  // books
  registry: 'el registro',
  'a fund': 'un fondo',
  "a fund's book": 'el libro de un fondo',
  'the book of a published history': 'el libro de una historia publicada',
  // why an event cannot be reversed
  'type-not-reversible': 'los de este tipo no se reversan',
  'already-reversed': 'ya se reversó',
  'later-events': 'otros hechos se apoyan en él',
  'not-accepted': 'no está aceptado',
};

const english: Readonly<Record<string, string>> = {
  registry: 'the registry',
  'negotiation-and-formulation': 'negotiation and formulation',
  'type-not-reversible': 'events of this type are not',
  'already-reversed': 'it has been reversed',
  'later-events': 'later events rest on it',
  'not-accepted': 'it is not accepted',
  'in-office': 'in office',
  unfunded: 'below the funding line',
  'below-threshold': 'below the least score',
  'not-assessed': 'without the assessments that it needs',
  'partner-kind': 'kind of organisation',
  'partner-country': 'country',
  ceiling: 'most per proposal',
  floor: 'least per proposal',
  'own-share': 'own contribution',
};

/** Facts whose values are words of the domain; all others are ids, dates, codes and figures, and stay as they are. */
const wordFacts: ReadonlySet<string> = new Set([
  'thing',
  'member',
  'status',
  'expected',
  'kind',
  'form',
  'role',
  'phase',
  'because',
  'standing',
  'failing',
]);

/** A fact as a sentence says it; a list of words is translated one by one. */
export function factWord(name: string, value: string, language: Language): string {
  if (!wordFacts.has(name)) return value;
  const words = language === 'es' ? spanish : english;
  return value
    .split(', ')
    .map((each) => (Object.hasOwn(words, each) ? words[each]! : each))
    .join(', ');
}
