import type { Refusals } from './refusal.js';

/** Refusals of disbursements, expenditure and refunds. */
export const accountsRefusals = {
  'instalment-unknown': {
    en: 'The grant {grant} has no instalment {instalment}; it has {known}.',
    es: 'La subvención {grant} no tiene la cuota {instalment}; tiene {known}.',
    facts: { grant: 'g-wells', instalment: 'second', known: ['first', 'last'] },
  },
  'request-incomplete': {
    en: 'A request that names no instalment of grant {grant} needs a kind and an amount; its instalments are {known}.',
    es: 'Una solicitud sin cuota de la subvención {grant} requiere tipo y monto; sus cuotas son {known}.',
    facts: { grant: 'g-wells', known: ['first', 'last'] },
  },
  'approval-exceeds-committed': {
    en: 'Approving {requested} {currency} needs {missing} more than is committed and not ordered in grant {grant}: {committed}.',
    es: 'Aprobar {requested} {currency} excede en {missing} lo comprometido y no ordenado en la subvención {grant}: {committed}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', grant: 'g-wells', committed: '25000.00' },
  },
  'not-approved': {
    en: 'The disbursement {disbursement} is {status}: only an approved one can be paid.',
    es: 'El desembolso {disbursement} está en estado {status}: solo se paga uno aprobado.',
    facts: { disbursement: 'd-001', status: 'requested' },
  },
  'category-of-core-only': {
    en: 'The category {category} is for core support; what a {kind} was spent on, the expenditure report says.',
    es: 'El rubro {category} es para apoyo institucional; en qué se gastó un {kind} lo dice el informe de gastos.',
    facts: { category: 'wages', kind: 'advance' },
  },
  'advance-overdue': {
    en: '{cso} had to account by {dueOn} for {outstanding} {currency} advanced in {disbursement} under grant {grant}: no further advance on {date}.',
    es: '{cso} debía rendir a más tardar el {dueOn} {outstanding} {currency} anticipados en {disbursement} de la subvención {grant}: no hay nuevo anticipo el {date}.',
    facts: {
      cso: 'fundacion-manantial',
      grant: 'g-wells',
      disbursement: 'd-001',
      outstanding: '20000.00',
      currency: 'USD',
      dueOn: '2026-06-07',
      date: '2026-06-15',
    },
  },
  'advance-outstanding': {
    en: 'Of {advanced} {currency} advanced under grant {grant}, {outstanding} are not accounted for: {share} %, and at most {most} % may be.',
    es: 'De {advanced} {currency} anticipados en la subvención {grant} faltan por rendir {outstanding}: el {share} %, y se admite como máximo el {most} %.',
    facts: { grant: 'g-wells', currency: 'USD', outstanding: '12000.00', advanced: '20000.00', share: '60.00', most: '20' },
  },
  'payable-first': {
    en: 'Core support of {requested} {currency} is {missing} more than grant {grant} has left besides the {payable} that it owes: {room}.',
    es: 'Un apoyo institucional de {requested} {currency} excede en {missing} lo que le queda a la subvención {grant} aparte de los {payable} que debe: {room}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '9000.00', payable: '4000.00', room: '6000.00', missing: '3000.00' },
  },
  'payment-exceeds-order': {
    en: 'Paying {requested} {currency} is {missing} more than is ordered and not paid in disbursement {disbursement}: {ordered}.',
    es: 'Pagar {requested} {currency} excede en {missing} lo ordenado y no pagado en el desembolso {disbursement}: {ordered}.',
    facts: { disbursement: 'd-001', currency: 'USD', requested: '25000.00', ordered: '20000.00', missing: '5000.00' },
  },
  'charge-differs': {
    en: '{charged} {chargedIn} at that rate are {worth} {currency}, not the {amount} that are paid.',
    es: '{charged} {chargedIn} a esa tasa son {worth} {currency}, no los {amount} que se pagan.',
    facts: { charged: '18475.75', chargedIn: 'EUR', worth: '20000.00', amount: '20500.00', currency: 'USD' },
  },
  'nothing-payable': {
    en: 'A {kind} of {requested} {currency} needs accepted expenditure that is not paid yet; grant {grant} has {payable}.',
    es: 'Un pago de {requested} {currency} como {kind} requiere gasto aceptado aún no pagado; la subvención {grant} tiene {payable}.',
    facts: { kind: 'reimbursement', requested: '30000.00', currency: 'USD', grant: 'g-wells', payable: '25000.00' },
  },
  'payment-exceeds-grant': {
    en: 'Paying {requested} {currency} under {earmark} is {missing} more than grant {grant} has left to pay there: {room}.',
    es: 'Pagar {requested} {currency} en {earmark} excede en {missing} lo que la subvención {grant} aún puede pagar allí: {room}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', earmark: 'rural', grant: 'g-wells', room: '25000.00' },
  },
  'expenditure-exceeds-grant': {
    en: 'Accepting {accepted} {currency} needs {missing} more than grant {grant} can still pay: {room}.',
    es: 'Aceptar {accepted} {currency} excede en {missing} lo que la subvención {grant} aún puede pagar: {room}.',
    facts: {
      grant: 'g-wells',
      currency: 'USD',
      accepted: '30000.00',
      missing: '5000.00',
      room: '25000.00',
    },
  },
  'accepted-exceeds-reported': {
    en: 'Accepted {accepted} {currency} in {category}, but only {reported} was reported.',
    es: 'Se aceptan {accepted} {currency} en {category}, pero solo se informaron {reported}.',
    facts: { category: 'materials', currency: 'USD', accepted: '13000.00', reported: '12000.00' },
  },
  'refund-exceeds-advance': {
    en: 'A refund of {requested} {currency} is {missing} more than the outstanding advance of grant {grant}: {advance}.',
    es: 'Un reintegro de {requested} {currency} excede en {missing} el anticipo por rendir de la subvención {grant}: {advance}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', grant: 'g-wells', advance: '25000.00' },
  },
} as const satisfies Refusals;
