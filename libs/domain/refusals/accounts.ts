import type { Refusals } from './refusal.js';

/** Refusals of disbursements, expenditure and refunds. */
export const accountsRefusals = {
  'instalment-unknown': {
    en: 'The grant {grant} has no instalment {instalment}; its instalments: {known}.',
    es: 'La subvención {grant} no tiene la cuota {instalment}; cuotas de la subvención: {known:f}.',
    facts: { grant: 'g-wells', instalment: 'second', known: ['first', 'last'] },
  },
  'request-incomplete': {
    en: 'A request that names no instalment of the grant {grant} needs a kind and an amount; its instalments: {known}.',
    es: 'Una solicitud que no indica cuota de la subvención {grant} requiere tipo y monto; cuotas de la subvención: {known:f}.',
    facts: { grant: 'g-wells', known: ['first', 'last'] },
  },
  'refund-recorded': {
    en: 'The receipt {bankReference} of {date} is recorded already for the refund {refund}, with the same amount and account (position {position}). If the bank shows two, give the second a reference of its own.',
    es: 'El ingreso {bankReference} del {date} ya está registrado en el reintegro {refund}, por el mismo monto y en la misma cuenta (posición {position}). Si el banco muestra dos, dé al segundo una referencia propia.',
    facts: { refund: 'ref-001', bankReference: 'TRF-9951', date: '2026-07-15', position: 42 },
  },
  'request-exceeds-released': {
    en: 'A payment of {currency} {requested} exceeds by {missing} the {released} that the instalments of the grant {grant} still come to without those that wait for conditions: {unmet}.',
    es: 'Un pago de {currency} {requested} excede en {missing} los {released} que aún suman las cuotas de la subvención {grant} sin las que esperan el cumplimiento de condiciones: {unmet}.',
    facts: {
      grant: 'g-wells',
      currency: 'USD',
      requested: '12000.00',
      released: '10000.00',
      missing: '2000.00',
      unmet: ['permit'],
    },
  },
  'approval-exceeds-committed': {
    en: 'Approving {currency} {requested} exceeds by {missing} the {committed} committed and not yet ordered in the grant {grant}.',
    es: 'Aprobar {currency} {requested} excede en {missing} los {committed} comprometidos y no ordenados en la subvención {grant}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', grant: 'g-wells', committed: '25000.00' },
  },
  'not-approved': {
    en: 'The disbursement {disbursement} is {status}: it can be paid once it is approved.',
    es: 'El desembolso {disbursement} está {status:m}: solo puede pagarse cuando esté aprobado.',
    facts: { disbursement: 'd-001', status: 'requested' },
  },
  'category-of-core-only': {
    en: 'A category ({category}) is named only for core support: what a payment of another kind ({kind}) was spent on is said in its expenditure report.',
    es: 'El rubro ({category}) se indica solo para apoyo institucional: en qué se gastó un pago de otro tipo ({kind}) lo dice el informe de gastos.',
    facts: { category: 'wages', kind: 'advance' },
  },
  'all-held-back': {
    en: 'All of the {currency} {requested} asked for under the grant {grant} is held back as a guarantee until {until}.',
    es: 'La totalidad de los {currency} {requested} solicitados en la subvención {grant} queda retenida en garantía hasta {until}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '1500.00', until: 'closing' },
  },
  'advance-overdue': {
    en: '{cso} has not accounted for {currency} {outstanding} of the advance {disbursement} under the grant {grant}, overdue since {dueOn}: no further advance is given on {date}.',
    es: '{cso} tiene por rendir {currency} {outstanding} del anticipo {disbursement} de la subvención {grant}, vencidos desde el {dueOn}: no procede un nuevo anticipo el {date}.',
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
  'set-off-advance-overdue': {
    en: '{cso} has {currency} {outstanding} to account for that the set-off of the refund {refund} left with it as an advance under the grant {grant}, overdue since {dueOn}: no further advance on {date}.',
    es: '{cso} tiene por rendir {currency} {outstanding} que la compensación del reintegro {refund} le dejó como anticipo de la subvención {grant}, vencidos el {dueOn}: no procede un nuevo anticipo el {date}.',
    facts: {
      cso: 'fundacion-manantial',
      grant: 'g-pumps',
      refund: 'ref-001',
      outstanding: '150.00',
      currency: 'USD',
      dueOn: '2026-10-13',
      date: '2026-10-20',
    },
  },
  'brought-advance-overdue': {
    en: '{cso} has {currency} {outstanding} to account for of what it had been advanced under the grant {grant} before the fund moved here, overdue since {dueOn}: no further advance on {date}.',
    es: '{cso} tiene por rendir {currency} {outstanding} de lo anticipado en la subvención {grant} antes de la apertura, vencidos el {dueOn}: no procede un nuevo anticipo el {date}.',
    facts: {
      cso: 'fundacion-manantial',
      grant: 'g-wells',
      outstanding: '4000.00',
      currency: 'USD',
      dueOn: '2026-03-31',
      date: '2026-04-15',
    },
  },
  'advance-outstanding': {
    en: 'Of {currency} {advanced} advanced under the grant {grant}, {outstanding} ({share}%) is outstanding; at most {most}% may be.',
    es: 'De {currency} {advanced} anticipados en la subvención {grant} están por rendir {outstanding} (el {share} %); se admite como máximo el {most} %.',
    facts: { grant: 'g-wells', currency: 'USD', outstanding: '12000.00', advanced: '20000.00', share: '60.00', most: '20' },
  },
  'payable-first': {
    en: 'Core support of {currency} {requested} exceeds by {missing} the {room} left of the grant {grant} once the {payable} accepted and unpaid is set aside.',
    es: 'Un apoyo institucional de {currency} {requested} excede en {missing} los {room} que quedan de la subvención {grant}, descontados los {payable} aceptados por pagar.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '9000.00', payable: '4000.00', room: '6000.00', missing: '3000.00' },
  },
  'payment-exceeds-order': {
    en: 'Paying {currency} {requested} exceeds by {missing} the {ordered} ordered and not yet paid in the disbursement {disbursement}.',
    es: 'Pagar {currency} {requested} excede en {missing} los {ordered} ordenados y no pagados en el desembolso {disbursement}.',
    facts: { disbursement: 'd-001', currency: 'USD', requested: '25000.00', ordered: '20000.00', missing: '5000.00' },
  },
  'charge-differs': {
    en: 'At the rate given, {chargedIn} {charged} comes to {currency} {worth}, not to the {amount} that is paid.',
    es: 'A la tasa indicada, {chargedIn} {charged} equivalen a {currency} {worth}, no a los {amount} que se pagan.',
    facts: { charged: '18475.75', chargedIn: 'EUR', worth: '20000.00', amount: '20500.00', currency: 'USD' },
  },
  'nothing-payable': {
    en: 'Paying {currency} {requested} as {kind} needs as much expenditure accepted and unpaid; the grant {grant} has {payable}.',
    es: 'Pagar {currency} {requested} como {kind} requiere otro tanto de gasto aceptado por pagar; la subvención {grant} tiene {payable}.',
    facts: { kind: 'reimbursement', requested: '30000.00', currency: 'USD', grant: 'g-wells', payable: '25000.00' },
  },
  'payment-exceeds-grant': {
    en: 'Paying {currency} {requested} under {earmark} exceeds by {missing} the {room} that the grant {grant} has left to pay there.',
    es: 'Pagar {currency} {requested} en {earmark} excede en {missing} los {room} que la subvención {grant} aún puede pagar allí.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', earmark: 'rural', grant: 'g-wells', room: '25000.00' },
  },
  'expenditure-exceeds-grant': {
    en: 'Accepting {currency} {accepted} exceeds by {missing} the {room} that the grant {grant} can still pay.',
    es: 'Aceptar {currency} {accepted} excede en {missing} los {room} que la subvención {grant} aún puede pagar.',
    facts: {
      grant: 'g-wells',
      currency: 'USD',
      accepted: '30000.00',
      missing: '5000.00',
      room: '25000.00',
    },
  },
  'accepted-exceeds-reported': {
    en: 'Accepting {currency} {accepted} in the category {category} exceeds the {reported} reported there and still open.',
    es: 'Aceptar {currency} {accepted} en el rubro {category} excede los {reported} informados allí y aún pendientes.',
    facts: { category: 'materials', currency: 'USD', accepted: '13000.00', reported: '12000.00' },
  },
  'evidence-claimed': {
    en: 'Of the document {document}, {claimed}% is claimed already in {reports}: with another {share}% it would be more than 100%.',
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
    es: 'El rubro {category} se paga a costo real: el informe debe indicar su monto.',
    facts: { category: 'materials' },
  },
  'cost-basis-differs': {
    en: 'The category {category} is paid by {basis}: that comes to {currency} {found}, not {stated}.',
    es: 'El rubro {category} se paga por {basis}: resultan {currency} {found}, no {stated}.',
    facts: { category: 'houses', basis: 'unit-cost', currency: 'USD', stated: '22000.00', found: '20000.00' },
  },
  'lump-sum-accepted': {
    en: 'The lump sum of the category {category} is due once: {currency} {accepted} of it is accepted already under the grant {grant}.',
    es: 'La suma global del rubro {category} se reconoce una sola vez: ya hay {currency} {accepted} aceptados en la subvención {grant}.',
    facts: { grant: 'g-wells', category: 'manual', currency: 'USD', accepted: '5000.00' },
  },
  'lump-sum-divided': {
    en: 'The lump sum of the category {category} is due whole or not at all: {currency} {whole}, not {asked} of it, can be disallowed.',
    es: 'La suma global del rubro {category} se reconoce completa o no se reconoce: pueden rechazarse {currency} {whole}, no {asked}.',
    facts: { category: 'manual', currency: 'USD', whole: '5000.00', asked: '2000.00' },
  },
  'category-not-budgeted': {
    en: 'The budget of the grant {grant} has no category {category}; its categories: {known}.',
    es: 'El presupuesto de la subvención {grant} no tiene el rubro {category}; rubros del presupuesto: {known:m}.',
    facts: { grant: 'g-wells', category: 'travel', known: ['materials', 'transport'] },
  },
  'quantity-missing': {
    en: 'The category {category} is paid per unit ({unit}): the report needs the quantity delivered.',
    es: 'El rubro {category} se paga por unidad ({unit}): el informe debe indicar la cantidad entregada.',
    facts: { category: 'houses', unit: 'house' },
  },
  'quantity-not-needed': {
    en: 'The category {category} is paid by {basis}: leave the quantity out.',
    es: 'El rubro {category} se paga por {basis}: omita la cantidad.',
    facts: { category: 'materials', basis: 'actual' },
  },
  'flat-rate-of-nothing': {
    en: 'The category {category} is a flat rate on {over}, of which the report has no amount in {currency} before it.',
    es: 'El rubro {category} es una tasa fija sobre {over}, y antes de él el informe no trae montos de ellos en {currency}.',
    facts: { category: 'overheads', over: ['materials', 'transport'], currency: 'USD' },
  },
  'difference-not-borne': {
    en: 'Under the grant {grant} the payee bears exchange differences: leave the rate of its advance, or what a refund settles, out.',
    es: 'Según la subvención {grant}, la beneficiaria del pago asume las diferencias de cambio: omita la tasa de su anticipo y lo que salda un reintegro.',
    facts: { grant: 'g-wells' },
  },
  'set-off-needs-order': {
    en: 'Leaving {currency} {amount} of the refund {refund} as an advance needs {needed} persons: have it refunded, and request the advance.',
    es: 'Dejar {currency} {amount} del reintegro {refund} como anticipo requiere {needed} personas: haga que se reintegre y solicite el anticipo.',
    facts: { refund: 'ref-001', amount: '12000.00', currency: 'USD', needed: 2 },
  },
  'appeal-too-late': {
    en: 'The disallowance {disallowance} of the report {report} could be appealed against until {until}: {date} is too late.',
    es: 'El rechazo {disallowance} del informe {report} podía apelarse hasta el {until}: el {date} es extemporáneo.',
    facts: { report: 'r-001', disallowance: 'dis-001', until: '2026-06-30', date: '2026-07-15' },
  },
  'nothing-exchanged': {
    en: 'The refund under the grant {grant} came in {currency}, the currency of the fund: it settles what came in.',
    es: 'El reintegro de la subvención {grant} llegó en {currency}, la moneda del fondo: salda lo que llegó.',
    facts: { grant: 'g-wells', currency: 'USD' },
  },
  'credit-not-needed': {
    en: 'The bank account is in {currency}, as is what was sent: give that amount alone.',
    es: 'La cuenta bancaria está en {currency}, igual que lo enviado: indique solo ese monto.',
    facts: { currency: 'USD' },
  },
  'rate-of-another-day': {
    en: "The grant agrees on the {rule}: a rate of {date} does not fit. It has to be of {expected}, or an earlier one where the rule is not the report's date.",
    es: 'La subvención acuerda la {rule}: no corresponde una tasa del {date}. Debe ser del {expected}, o anterior si la regla no es la fecha del informe.',
    facts: { rule: 'report-date-rate', date: '2026-06-15', expected: '2026-05-31' },
  },
  'category-exceeds-budget': {
    en: 'With this, {currency} {accepted} would be accepted in the category {category}, {missing} more than its budget of {budget} with {tolerance}% of tolerance: amend the grant {grant} first.',
    es: 'Con esto se aceptarían {currency} {accepted} en el rubro {category}, {missing} más que su presupuesto de {budget} con el {tolerance} % de tolerancia: modifique antes la subvención {grant}.',
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
    en: 'The period begins on {start}, but the {thing} {id} begins on {startsOn}.',
    es: 'El período empieza el {start}, pero {thing} {id} empieza el {startsOn}.',
    facts: { thing: 'grant', id: 'g-wells', start: '2026-02-01', startsOn: '2026-03-01' },
  },
  'period-not-past': {
    en: 'The report is dated {date}, before its period ends on {end}: what is reported has been spent.',
    es: 'El informe lleva fecha del {date}, antes de que termine su período el {end}: se informa lo ya gastado.',
    facts: { date: '2026-05-15', end: '2026-05-31' },
  },
  'period-after': {
    en: 'The period ends on {end}, but the {thing} {id} ends on {endsOn}.',
    es: 'El período termina el {end}, pero {thing} {id} termina el {endsOn}.',
    facts: { thing: 'grant', id: 'g-wells', end: '2027-03-31', endsOn: '2027-02-28' },
  },
  'not-in-question': {
    en: 'In the report {report} no question about the category {category} waits for an answer; categories in question: {asked}.',
    es: 'En el informe {report} ninguna observación sobre el rubro {category} espera respuesta; rubros con observaciones: {asked:m}.',
    facts: { report: 'r-001', category: 'transport', asked: ['materials'] },
  },
  'not-in-review': {
    en: 'In the report {report} nothing is left to decide in the category {category}; categories to be decided: {open}.',
    es: 'En el informe {report} no queda nada por decidir en el rubro {category}; rubros por decidir: {open:m}.',
    facts: { report: 'r-001', category: 'transport', open: ['materials'] },
  },
  'in-question': {
    en: 'In the report {report} questions wait for an answer in the categories {categories}: what is in question is not accepted.',
    es: 'En el informe {report} hay observaciones sin respuesta en los rubros {categories}: lo observado no se acepta.',
    facts: { report: 'r-001', categories: ['materials'] },
  },
  'disallowed-relieved': {
    en: 'Disallowing {currency} {disallowed} exceeds the {borne} of accepted cost that the grant {grant} still bears: its settlement took the rest off.',
    es: 'Rechazar {currency} {disallowed} excede el costo aceptado que la subvención {grant} aún asume, {borne}: su liquidación ya descontó lo demás.',
    facts: { grant: 'g-001', currency: 'USD', disallowed: '200.00', borne: '150.00' },
  },
  'disallowed-exceeds': {
    en: 'Disallowing {currency} {disallowed} in the category {category} exceeds the {most} {of} there in the report {report}.',
    es: 'Rechazar {currency} {disallowed} en el rubro {category} excede el monto {of:m} allí en el informe {report}: {most}.',
    facts: { report: 'r-001', category: 'transport', of: 'reported', currency: 'USD', disallowed: '1600.00', most: '1500.00' },
  },
  'appealed-already': {
    en: 'An appeal has already been filed against the disallowance {disallowance} of the report {report}.',
    es: 'Contra el rechazo {disallowance} del informe {report} ya se interpuso una reclamación.',
    facts: { report: 'r-001', disallowance: 'dis-001' },
  },
  'no-appeal': {
    en: 'No appeal against the disallowance {disallowance} of the report {report} waits for a decision.',
    es: 'No hay reclamación por decidir contra el rechazo {disallowance} del informe {report}.',
    facts: { report: 'r-001', disallowance: 'dis-001' },
  },
  'took-part': {
    en: '{actor} took part in the report {report} or in its disallowance {disallowance}: a third person has to decide the appeal.',
    es: '{actor} intervino en el informe {report} o en su rechazo {disallowance}: la reclamación debe decidirla una tercera persona.',
    facts: { actor: 'beto', report: 'r-001', disallowance: 'dis-001' },
  },
  'audit-missing': {
    en: 'The grant {grant} of {currency} {amount} needs an audit certificate with an unqualified or a qualified opinion; opinions on record: {opinions}.',
    es: 'La subvención {grant} por {currency} {amount} requiere un certificado de auditoría con opinión sin salvedades o con salvedades; opiniones en el expediente: {opinions:f}.',
    facts: { grant: 'g-wells', amount: '30000.00', currency: 'USD', opinions: ['none'] },
  },
  'auditor-not-independent': {
    en: '{auditor} is the payee or the executor of the grant {grant} and cannot audit it.',
    es: '{auditor} recibe los pagos de la subvención {grant} o la ejecuta, y no puede auditarla.',
    facts: { auditor: 'fundacion-manantial', grant: 'g-wells' },
  },
  'refund-exceeds-due': {
    en: 'A refund of {currency} {requested} exceeds by {missing} the {due} due for refund under the grant {grant}.',
    es: 'Un reintegro de {currency} {requested} excede en {missing} los {due} por reintegrar en la subvención {grant}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '900.00', due: '600.00', missing: '300.00' },
  },
  'refund-exceeds-paid': {
    en: 'Under the grant {grant}, {currency} {paid} is paid; setting off {currency} {requested} would bring back more. What it owes the payee at the same time is set off under itself first.',
    es: 'En la subvención {grant} hay pagados {currency} {paid}; una compensación de {currency} {requested} devolvería más. Compense primero en la misma subvención lo que esta debe a la organización.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '900.00', paid: '600.00' },
  },
  'nothing-in-excess': {
    en: 'The payee has refunded {currency} {excess} in excess under the grant {grant}; {currency} {requested} is more.',
    es: 'En la subvención {grant}, el reintegro en exceso es de {currency} {excess}: no alcanza para {currency} {requested}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '500.00', excess: '130.00' },
  },
  'no-return-requested': {
    en: 'Nobody has asked to give back what the refund {refund} brought in excess.',
    es: 'No hay solicitud de devolver lo que el reintegro {refund} trajo en exceso.',
    facts: { refund: 'ref-001' },
  },
  'return-not-approved': {
    en: 'Giving back what the refund {refund} brought in excess needs the approval of {needed}; given so far: {given}.',
    es: 'Devolver lo que el reintegro {refund} trajo en exceso requiere {needed} aprobaciones; otorgadas hasta ahora: {given}.',
    facts: { refund: 'ref-001', given: 1, needed: 2 },
  },
  'payees-differ': {
    en: 'The grant {grant} is paid to {payee} and {other} to {otherPayee}: nothing is set off between them.',
    es: 'La subvención {grant} se paga a {payee} y la {other} a {otherPayee}: entre ellas no cabe compensación.',
    facts: { grant: 'g-wells', payee: 'fundacion-manantial', other: 'g-school', otherPayee: 'red-escolar' },
  },
  'set-off-against-itself': {
    en: 'What is due for refund under the grant {grant} cannot stay there as an advance: reverse the claim for refund instead.',
    es: 'Lo que debe reintegrarse en la subvención {grant} no puede quedar allí como anticipo: reverse el cobro del reintegro.',
    facts: { grant: 'g-wells' },
  },
  'owed-before-advance': {
    en: 'Under the grant {grant}, {currency} {payable} is accepted and unpaid: set the refund off against that first.',
    es: 'En la subvención {grant} hay {currency} {payable} aceptados por pagar: compense primero el reintegro contra ellos.',
    facts: { grant: 'g-schools', payable: '1200.00', currency: 'USD' },
  },
  'refund-exceeds-advance': {
    en: 'A refund of {currency} {requested} exceeds by {missing} the outstanding advance of {advance} under the grant {grant}.',
    es: 'Un reintegro de {currency} {requested} excede en {missing} el anticipo por rendir de {advance} en la subvención {grant}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', grant: 'g-wells', advance: '25000.00' },
  },
} as const satisfies Refusals;
