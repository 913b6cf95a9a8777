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
    en: 'A category ({category}) is named for core support alone: the report says what other payments ({kind}) were spent on.',
    es: 'El rubro ({category}) se indica solo para apoyo institucional: en qué se gastaron otros pagos ({kind}) lo dice el informe de gastos.',
    facts: { category: 'wages', kind: 'advance' },
  },
  'all-held-back': {
    en: 'All of the {requested} {currency} asked for under grant {grant} are held back until: {until}.',
    es: 'La totalidad de los {requested} {currency} solicitados en la subvención {grant} se retiene hasta: {until}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '1500.00', until: 'closing' },
  },
  'advance-overdue': {
    en: '{cso} has {outstanding} {currency} of the advance {disbursement} under grant {grant} to account for, overdue since {dueOn}: no further advance on {date}.',
    es: '{cso} tiene por rendir {outstanding} {currency} del anticipo {disbursement} de la subvención {grant}, vencidos el {dueOn}: no procede un nuevo anticipo el {date}.',
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
    es: 'De {advanced} {currency} anticipados en la subvención {grant} están por rendir {outstanding}: el {share} %; se admite como máximo el {most} %.',
    facts: { grant: 'g-wells', currency: 'USD', outstanding: '12000.00', advanced: '20000.00', share: '60.00', most: '20' },
  },
  'payable-first': {
    en: 'Core support of {requested} {currency} is {missing} more than what is left of grant {grant} once the {payable} accepted and unpaid are set aside: {room}.',
    es: 'Un apoyo institucional de {requested} {currency} excede en {missing} lo que queda de la subvención {grant} descontados los {payable} aceptados por pagar: {room}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '9000.00', payable: '4000.00', room: '6000.00', missing: '3000.00' },
  },
  'payment-exceeds-order': {
    en: 'Paying {requested} {currency} is {missing} more than is ordered and not paid in disbursement {disbursement}: {ordered}.',
    es: 'Pagar {requested} {currency} excede en {missing} lo ordenado y no pagado en el desembolso {disbursement}: {ordered}.',
    facts: { disbursement: 'd-001', currency: 'USD', requested: '25000.00', ordered: '20000.00', missing: '5000.00' },
  },
  'charge-differs': {
    en: '{charged} {chargedIn} at that rate are {worth} {currency}, not the {amount} that are paid.',
    es: 'A esa tasa {charged} {chargedIn} equivalen a {worth} {currency}, no a los {amount} que se pagan.',
    facts: { charged: '18475.75', chargedIn: 'EUR', worth: '20000.00', amount: '20500.00', currency: 'USD' },
  },
  'nothing-payable': {
    en: 'Paying {requested} {currency} ({kind}) needs as much expenditure accepted and unpaid; grant {grant} has {payable}.',
    es: 'Pagar {requested} {currency} ({kind}) requiere otro tanto de gasto aceptado por pagar; la subvención {grant} tiene {payable}.',
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
    en: 'Accepting {accepted} {currency} in {category} is more than was reported and is still open there: {reported}.',
    es: 'Aceptar {accepted} {currency} en {category} excede lo reportado que allí sigue pendiente: {reported}.',
    facts: { category: 'materials', currency: 'USD', accepted: '13000.00', reported: '12000.00' },
  },
  'evidence-claimed': {
    en: 'Of the document {document}, {claimed} % is claimed already in {reports}: with another {share} % it would be more than 100 %.',
    es: 'Del soporte {document} ya se presentó el {claimed} % en {reports}: con otro {share} % se pasaría del 100 %.',
    facts: {
      document: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      reports: ['r-001'],
      claimed: '100.00',
      share: '100.00',
    },
  },
  'report-amount-missing': {
    en: 'The category {category} is paid at actual cost: the report needs its amount.',
    es: 'El rubro {category} se paga a costo real: el informe requiere su monto.',
    facts: { category: 'materials' },
  },
  'cost-basis-differs': {
    en: 'The category {category} is paid by {basis}: that comes to {found} {currency}, not {stated}.',
    es: 'El rubro {category} se paga por {basis}: resultan {found} {currency}, no {stated}.',
    facts: { category: 'houses', basis: 'unit-cost', currency: 'USD', stated: '22000.00', found: '20000.00' },
  },
  'category-not-budgeted': {
    en: 'The budget of grant {grant} has no category {category}; it has {known}.',
    es: 'El presupuesto de la subvención {grant} no tiene el rubro {category}; tiene {known}.',
    facts: { grant: 'g-wells', category: 'travel', known: ['materials', 'transport'] },
  },
  'quantity-missing': {
    en: 'The category {category} is paid per unit ({unit}): the report needs the quantity delivered.',
    es: 'El rubro {category} se paga por unidad ({unit}): el informe requiere la cantidad entregada.',
    facts: { category: 'houses', unit: 'house' },
  },
  'quantity-not-needed': {
    en: 'The category {category} is paid by {basis}: leave the quantity out.',
    es: 'El rubro {category} se paga por {basis}: omita la cantidad.',
    facts: { category: 'materials', basis: 'actual' },
  },
  'flat-rate-of-nothing': {
    en: 'The category {category} is a flat rate over {over}; before it the report has no amount in {currency} there.',
    es: 'El rubro {category} es una tasa fija sobre {over}; antes de él, el informe no trae allí montos en {currency}.',
    facts: { category: 'overheads', over: ['materials', 'transport'], currency: 'USD' },
  },
  'difference-not-borne': {
    en: 'Under the grant {grant} the payee bears exchange differences: no rate of its advance is needed.',
    es: 'Según la subvención {grant}, el beneficiario asume las diferencias de cambio: no hace falta la tasa de su anticipo.',
    facts: { grant: 'g-wells' },
  },
  'rate-of-another-day': {
    en: "The grant agrees on the {rule}: a rate of {date} does not fit. It has to be of {expected}; an earlier one does where the rule is not the report's date.",
    es: 'La subvención acuerda la {rule}: una tasa del {date} no corresponde. Debe ser del {expected}; una anterior sirve si la regla no es la fecha del informe.',
    facts: { rule: 'report-date-rate', date: '2026-06-15', expected: '2026-05-31' },
  },
  'category-exceeds-budget': {
    en: 'With this, {accepted} {currency} would be accepted in {category}: {missing} more than its budget of {budget} and {tolerance} % of tolerance. Grant {grant} has to be amended first.',
    es: 'Con esto se aceptarían {accepted} {currency} en {category}: {missing} más que su presupuesto de {budget} y el {tolerance} % de tolerancia. Primero debe modificarse la subvención {grant}.',
    facts: {
      grant: 'g-wells',
      category: 'transport',
      currency: 'USD',
      accepted: '3500.00',
      budget: '3000.00',
      tolerance: '10',
      missing: '200.00',
    },
  },
  'period-before': {
    en: 'The period begins on {start}; {thing} {id} begins on {startsOn}.',
    es: 'El período empieza el {start}; {thing} {id} empieza el {startsOn}.',
    facts: { thing: 'grant', id: 'g-wells', start: '2026-02-01', startsOn: '2026-03-01' },
  },
  'period-after': {
    en: 'The period ends on {end}; {thing} {id} ends on {endsOn}.',
    es: 'El período termina el {end}; {thing} {id} termina el {endsOn}.',
    facts: { thing: 'grant', id: 'g-wells', end: '2027-03-31', endsOn: '2027-02-28' },
  },
  'not-in-question': {
    en: 'In the report {report} no question about {category} waits for an answer; these do: {asked}.',
    es: 'En el informe {report} ninguna observación sobre {category} espera respuesta; la esperan: {asked}.',
    facts: { report: 'r-001', category: 'transport', asked: ['materials'] },
  },
  'not-in-review': {
    en: 'In the report {report} nothing is left to decide in {category}; to be decided: {open}.',
    es: 'En el informe {report} no queda nada por decidir en {category}; por decidir: {open}.',
    facts: { report: 'r-001', category: 'transport', open: ['materials'] },
  },
  'in-question': {
    en: 'In the report {report} questions wait for an answer in {categories}: what is in question is not accepted.',
    es: 'En el informe {report} hay observaciones sin respuesta en {categories}: lo observado no se acepta.',
    facts: { report: 'r-001', categories: ['materials'] },
  },
  'disallowed-exceeds': {
    en: 'Disallowing {disallowed} {currency} in {category} is more than the report {report} has there: {most}.',
    es: 'Rechazar {disallowed} {currency} en {category} excede lo que el informe {report} tiene allí: {most}.',
    facts: { report: 'r-001', category: 'transport', of: 'reported', currency: 'USD', disallowed: '1600.00', most: '1500.00' },
  },
  'appealed-already': {
    en: 'The disallowance {disallowance} of report {report} has been appealed already.',
    es: 'Contra el rechazo {disallowance} del informe {report} ya se interpuso una reclamación.',
    facts: { report: 'r-001', disallowance: 'dis-001' },
  },
  'no-appeal': {
    en: 'No appeal against the disallowance {disallowance} of report {report} waits for a decision.',
    es: 'No hay reclamación por decidir contra el rechazo {disallowance} del informe {report}.',
    facts: { report: 'r-001', disallowance: 'dis-001' },
  },
  'took-part': {
    en: '{actor} took part in the report {report} or in its disallowance {disallowance}: a third person decides the appeal.',
    es: '{actor} intervino en el informe {report} o en su rechazo {disallowance}: la reclamación la decide una tercera persona.',
    facts: { actor: 'beto', report: 'r-001', disallowance: 'dis-001' },
  },
  'audit-missing': {
    en: 'Grant {grant} of {amount} {currency} needs an audit certificate with an unqualified or qualified opinion; on record: {opinions}.',
    es: 'La subvención {grant} de {amount} {currency} requiere un certificado de auditoría con opinión favorable, con o sin salvedades; en el expediente: {opinions}.',
    facts: { grant: 'g-wells', amount: '30000.00', currency: 'USD', opinions: ['none'] },
  },
  'auditor-not-independent': {
    en: '{auditor} is the payee or the executor of grant {grant} and cannot audit it.',
    es: '{auditor} recibe los pagos de la subvención {grant} o la ejecuta, y no puede auditarla.',
    facts: { auditor: 'fundacion-manantial', grant: 'g-wells' },
  },
  'refund-exceeds-due': {
    en: '{requested} {currency} is {missing} more than is due for refund under grant {grant}: {due}.',
    es: '{requested} {currency} exceden en {missing} lo que está por reintegrar en la subvención {grant}: {due}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '900.00', due: '600.00', missing: '300.00' },
  },
  'payees-differ': {
    en: 'The grant {grant} is paid to {payee}, {other} to {otherPayee}: nothing is set off between them.',
    es: 'La subvención {grant} se paga a {payee} y {other} a {otherPayee}: entre las dos no cabe compensación.',
    facts: { grant: 'g-wells', payee: 'fundacion-manantial', other: 'g-school', otherPayee: 'red-escolar' },
  },
  'set-off-against-itself': {
    en: 'What is due under grant {grant} cannot stay there as an advance: reverse the claim instead.',
    es: 'Lo que se debe en la subvención {grant} no puede quedar allí como anticipo: reverse el cobro del reintegro.',
    facts: { grant: 'g-wells' },
  },
  'owed-before-advance': {
    en: 'Under grant {grant} {payable} {currency} are accepted and unpaid: set the refund off against those first.',
    es: 'En la subvención {grant} hay {payable} {currency} aceptados por pagar: compense primero el reintegro contra ellos.',
    facts: { grant: 'g-schools', payable: '1200.00', currency: 'USD' },
  },
  'refund-exceeds-advance': {
    en: 'A refund of {requested} {currency} is {missing} more than the outstanding advance of grant {grant}: {advance}.',
    es: 'Un reintegro de {requested} {currency} excede en {missing} el anticipo por rendir de la subvención {grant}: {advance}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', grant: 'g-wells', advance: '25000.00' },
  },
} as const satisfies Refusals;
