import type { Refusals } from './refusal.js';

/** Refusals of allocations, grants and co-financing. */
export const grantsRefusals = {
  'allocation-exceeds-unallocated': {
    en: 'Allocating {currency} {requested} exceeds by {missing} the {unallocated} unallocated under {earmark}.',
    es: 'Asignar {currency} {requested} excede en {missing} los {unallocated} sin asignar en {earmark}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', earmark: 'rural', unallocated: '25000.00' },
  },
  'grant-exceeds-allocated': {
    en: 'Signing for {currency} {requested} exceeds by {missing} the {allocated} allocated to the window {window} under {earmark}.',
    es: 'Firmar por {currency} {requested} excede en {missing} los {allocated} asignados a la ventana {window} en {earmark}.',
    facts: {
      currency: 'USD',
      requested: '30000.00',
      missing: '5000.00',
      earmark: 'rural',
      window: 'schools',
      allocated: '25000.00',
    },
  },
  'grant-not-covered': {
    en: 'Signing for {currency} {requested} exceeds by {missing} the {cover} received and free under {earmark}.',
    es: 'Firmar por {currency} {requested} excede en {missing} los {cover} recibidos y libres en {earmark}.',
    facts: {
      currency: 'USD',
      requested: '30000.00',
      missing: '5000.00',
      earmark: 'rural',
      window: 'schools',
      cover: '25000.00',
    },
  },
  'payee-not-executor': {
    en: '{payee} neither executes the activity {activity} nor is the fiscal agent of an executor; executors: {executors}.',
    es: '{payee} no ejecuta la actividad {activity} ni es agente fiscal de quien la ejecuta; ejecutoras: {executors:f}.',
    facts: { payee: 'gov-colombia', activity: 'wells', executors: ['fundacion-manantial'] },
  },
  'executor-not-represented': {
    en: '{payee} is not the fiscal agent of {executor} in the activity {activity}.',
    es: '{payee} no es agente fiscal de {executor} en la actividad {activity}.',
    facts: { payee: 'gov-colombia', executor: 'fundacion-manantial', activity: 'wells' },
  },
  'executor-unclear': {
    en: '{payee} is the fiscal agent of several executors of the activity {activity} ({executors}): name the one that the grant is for.',
    es: '{payee} es agente fiscal de varias ejecutoras de la actividad {activity} ({executors}): indique para cuál es la subvención.',
    facts: { payee: 'agent', activity: 'wells', executors: ['centro-agua', 'fundacion-manantial'] },
  },
  'instalments-do-not-sum': {
    en: 'The instalments come to {currency} {instalments}; the grant is for {grant}.',
    es: 'Las cuotas suman {currency} {instalments}; la subvención es por {grant}.',
    facts: { currency: 'USD', instalments: '29000.00', grant: '30000.00' },
  },
  'lines-do-not-sum': {
    en: 'The funding lines come to {currency} {lines}; the grant is for {grant}.',
    es: 'Las líneas de financiación suman {currency} {lines}; la subvención es por {grant}.',
    facts: { currency: 'USD', lines: '29000.00', grant: '30000.00' },
  },
  'valuation-and-form': {
    en: 'The co-financing is in {form}: what is given in kind needs a valuation, cash takes none.',
    es: 'La cofinanciación es en {form}: la que se da en especie requiere valoración; la que se da en efectivo no la lleva.',
    facts: { form: 'kind' },
  },
  'grant-suspended': {
    en: 'The grant {grant} has been suspended since {since} ({ground}): nothing is requested, ordered or paid until it is resumed.',
    es: 'La subvención {grant} está suspendida desde el {since} ({ground}): nada se solicita, ordena ni paga hasta que se reanude.',
    facts: { grant: 'g-wells', since: '2026-06-01', ground: 'reports-overdue' },
  },
  'grant-terminated': {
    en: 'The grant {grant} was terminated on {since} ({ground}): only what has been accepted is still paid.',
    es: 'La subvención {grant} se terminó anticipadamente el {since} ({ground}): solo se paga lo ya aceptado.',
    facts: { grant: 'g-wells', since: '2026-06-01', ground: 'breach' },
  },
  'conditions-unmet': {
    en: 'The instalment {instalment} of the grant {grant} waits for conditions to be met: {unmet}.',
    es: 'La cuota {instalment} de la subvención {grant} espera el cumplimiento de condiciones: {unmet}.',
    facts: { grant: 'g-wells', instalment: 'last', unmet: ['final-report'] },
  },
  'condition-unknown': {
    en: 'The grant {grant} has no condition {condition}; its conditions: {known}.',
    es: 'La subvención {grant} no tiene la condición {condition}; condiciones de la subvención: {known:f}.',
    facts: { grant: 'g-wells', condition: 'permit', known: ['final-report'] },
  },
  'condition-needs-body': {
    en: 'Whether the condition {condition} of the grant {grant} is met is for the body {body} to say, in a minute.',
    es: 'El cumplimiento de la condición {condition} de la subvención {grant} lo declara el órgano {body}, en un acta.',
    facts: { condition: 'permit', grant: 'g-wells', body: 'committee' },
  },
  'budget-does-not-sum': {
    en: 'The budget comes to {currency} {budget}; the grant is for {grant}.',
    es: 'El presupuesto suma {currency} {budget}; la subvención es por {grant}.',
    facts: { currency: 'USD', budget: '29000.00', grant: '30000.00' },
  },
  'budget-amount-missing': {
    en: 'The category {category} needs an amount: its cost basis ({basis}) does not give one.',
    es: 'El rubro {category} requiere un monto: su base de costo ({basis}) no lo determina.',
    facts: { category: 'materials', basis: 'actual' },
  },
  'budget-amount-differs': {
    en: 'The category {category} is stated at {currency} {stated}, but its cost basis ({basis}) gives {found}.',
    es: 'El rubro {category} figura por {currency} {stated}, pero su base de costo ({basis}) da {found}.',
    facts: { category: 'houses', currency: 'USD', stated: '79000.00', basis: 'unit-cost', found: '80000.00' },
  },
  'category-unknown': {
    en: 'The category {of} is calculated on {category}, which does not stand before it; before it stand: {known}.',
    es: 'El rubro {of} se calcula sobre {category}, que no figura antes; rubros anteriores: {known:m}.',
    facts: { of: 'indirect', category: 'travel', known: ['materials', 'wages'] },
  },
  'amendment-empty': {
    en: 'The amendment of the grant {grant} changes nothing.',
    es: 'La modificación de la subvención {grant} no cambia nada.',
    facts: { grant: 'g-wells' },
  },
  'amendment-leaves-nothing': {
    en: 'Nothing would be left of the {currency} {signed} of the grant {grant}: terminate and close it instead.',
    es: 'No quedaría nada de los {currency} {signed} de la subvención {grant}: termínela y ciérrela.',
    facts: { grant: 'g-wells', signed: '30000.00', currency: 'USD' },
  },
  'decrease-exceeds-free': {
    en: 'Reducing the grant {grant} by {currency} {requested} exceeds by {missing} the {free} that is neither ordered, paid nor owed.',
    es: 'Reducir la subvención {grant} en {currency} {requested} excede en {missing} los {free} que no están ordenados, pagados ni adeudados.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '15000.00', free: '10000.00', missing: '5000.00' },
  },
  'line-overpaid': {
    en: 'Under {earmark} the grant {grant} has been paid {currency} {paid}, and {signed} was signed: no more is committed there until that is settled.',
    es: 'En {earmark} se han pagado {currency} {paid} de la subvención {grant}, y se firmaron {signed}: allí no se compromete más hasta resolverlo.',
    facts: { grant: 'g-wells', earmark: 'rural', currency: 'USD', paid: '31000.00', signed: '30000.00' },
  },
  'grant-not-settled': {
    en: 'The grant {grant} cannot be closed yet. In {currency}: outstanding advance {advance}, refunds due {recoverable}, accepted and unpaid {payable}, ordered and unpaid {ordered}.',
    es: 'La subvención {grant} aún no puede cerrarse. En {currency}: anticipo por rendir {advance}, reintegros por cobrar {recoverable}, aceptado por pagar {payable}, ordenado por pagar {ordered}.',
    facts: {
      grant: 'g-wells',
      currency: 'USD',
      advance: '2000.00',
      recoverable: '0.00',
      payable: '0.00',
      ordered: '0.00',
    },
  },
  'grant-ordered': {
    en: 'Under the grant {grant}, {currency} {ordered} is ordered and unpaid: it has to be paid or cancelled before the grant is settled.',
    es: 'En la subvención {grant} hay {currency} {ordered} ordenados por pagar: deben pagarse o anularse antes de liquidarla.',
    facts: { grant: 'g-wells', currency: 'USD', ordered: '5000.00' },
  },
  'cofinancing-short': {
    en: 'Others have to bear {share}% of the cost of the grant {grant}, {currency} {required} so far: {counted} counts and {missing} is missing.',
    es: 'Otros deben asumir el {share} % del costo de la subvención {grant}, {currency} {required} hasta ahora: cuentan {counted} y faltan {missing}.',
    facts: {
      grant: 'g-wells',
      currency: 'USD',
      share: '20',
      required: '5000.00',
      counted: '3500.00',
      missing: '1500.00',
    },
  },
  'no-cofinancing-rule': {
    en: 'The grant {grant} asks for no co-financing: there is nothing to waive.',
    es: 'La subvención {grant} no exige cofinanciación: no hay nada que dispensar.',
    facts: { grant: 'g-wells' },
  },
  'grant-above-final': {
    en: 'The grant {grant} has borne {currency} {paid}, and its final amount is {final}: settle it before it is closed, so that the payee bears the {excess} in excess.',
    es: 'La subvención {grant} asumió {currency} {paid} y su monto final es {final}: liquídela antes de cerrarla, para que la beneficiaria del pago asuma los {excess} de exceso.',
    facts: { grant: 'g-wells', currency: 'USD', paid: '30000.00', final: '28000.00', excess: '2000.00' },
  },
  'allocation-not-free': {
    en: 'Taking {currency} {requested} from the allocation {allocation} exceeds by {missing} the {free} free of it in the window {window}.',
    es: 'Tomar {currency} {requested} de la asignación {allocation} excede en {missing} los {free} libres de ella en la ventana {window}.',
    facts: {
      allocation: 'schools-1',
      window: 'schools',
      currency: 'USD',
      requested: '12000.00',
      free: '10000.00',
      missing: '2000.00',
    },
  },
  'transfer-to-itself': {
    en: 'The transfer leaves the window {window} and has to go to another one.',
    es: 'El traslado sale de la ventana {window} y debe ir a otra.',
    facts: { window: 'schools' },
  },
  'allocation-does-not-lapse': {
    en: 'The allocation {allocation} has no day after which it lapses: reduce it instead.',
    es: 'La asignación {allocation} no tiene fecha de vencimiento: redúzcala.',
    facts: { allocation: 'schools-1' },
  },
  'allocation-not-lapsed': {
    en: 'The allocation {allocation} lapses after {lapsesAfter}; this is dated {date}.',
    es: 'La asignación {allocation} vence después del {lapsesAfter}; esta operación lleva fecha del {date}.',
    facts: { allocation: 'schools-1', lapsesAfter: '2026-12-31', date: '2026-11-26' },
  },
  'amendment-below-sub-grants': {
    en: 'The grant {grant} cannot be reduced to {currency} {amount}: {passedOn} has been passed on in sub-grants.',
    es: 'La subvención {grant} no puede reducirse a {currency} {amount}: ya se otorgaron {passedOn} a terceros.',
    facts: { grant: 'g-wells', currency: 'USD', amount: '8000.00', passedOn: '9000.00' },
  },
  'sub-grants-exceed-grant': {
    en: 'Passing on {currency} {requested} exceeds the {room} that the grant {grant} has left for sub-grants.',
    es: 'Otorgar a terceros {currency} {requested} excede los {room} que a la subvención {grant} le quedan para ello.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '12000.00', room: '10000.00' },
  },
  'sub-grant-to-itself': {
    en: '{partner} is the payee of the grant {grant}: a sub-grant goes to another organisation.',
    es: '{partner} es la beneficiaria del pago de la subvención {grant}: una subvención a terceros se otorga a otra organización.',
    facts: { partner: 'fundacion-manantial', grant: 'g-wells' },
  },
  'sub-grant-exceeded': {
    en: 'Of the sub-grant {subGrant}, only {currency} {room} can still be {step}, not {requested}.',
    es: 'La subvención a terceros {subGrant} admite {currency} {room} más como monto {step:m}, no {requested}.',
    facts: { subGrant: 'sg-norte', step: 'paid', currency: 'USD', room: '4000.00', requested: '5000.00' },
  },
  'sub-grant-outstanding': {
    en: 'The sub-grant {subGrant} has {currency} {outstanding} outstanding: it has to be accounted for or given back before it is closed.',
    es: 'La subvención a terceros {subGrant} tiene {currency} {outstanding} por rendir: deben rendirse o reintegrarse antes de cerrarla.',
    facts: { subGrant: 'sg-norte', currency: 'USD', outstanding: '1200.00' },
  },
  'sub-grants-outstanding': {
    en: 'Of what grant {grant} passed on, {count} sub-grants are not accounted for: {subGrants}. The payee clears them, or gives them up, first.',
    es: 'De lo que la subvención {grant} otorgó a terceros, {count} están por rendir: {subGrants}. La beneficiaria las salda o las castiga antes.',
    facts: { grant: 'g-wells', count: 2, subGrants: ['sg-norte', 'sg-sur'] },
  },
  'sub-grant-below-paid': {
    en: 'The sub-grant {subGrant} cannot come to {currency} {amount}: {paid} are paid.',
    es: 'La subvención a terceros {subGrant} no puede quedar en {currency} {amount}: hay {paid} pagados.',
    facts: { subGrant: 'sg-norte', currency: 'USD', amount: '3000.00', paid: '4000.00' },
  },
  'sub-grant-overdue': {
    en: '{partner} has {currency} {outstanding} under the sub-grant {subGrant} to account for, overdue since {dueOn}: no further payment on {date}.',
    es: '{partner} tiene por rendir {currency} {outstanding} de la subvención a terceros {subGrant}, vencidos el {dueOn}: no procede otro pago el {date}.',
    facts: {
      partner: 'centro-agua',
      subGrant: 'sg-norte',
      currency: 'USD',
      outstanding: '600.00',
      dueOn: '2026-07-01',
      date: '2026-07-15',
    },
  },
  'sub-grant-advance-outstanding': {
    en: 'Under the sub-grant {subGrant}, {outstanding} of the {currency} {paid} paid are not accounted for: {share} %, more than {most} %.',
    es: 'En la subvención a terceros {subGrant} están por rendir {outstanding} de los {currency} {paid} pagados: el {share} %, más del {most} %.',
    facts: { subGrant: 'sg-norte', currency: 'USD', outstanding: '3000.00', paid: '4000.00', share: '75.00', most: '30' },
  },
  'sub-grant-amount-missing': {
    en: 'The sub-grant {subGrant} has no budget by category: say the amount as a whole.',
    es: 'La subvención a terceros {subGrant} no tiene presupuesto por rubro: indique el monto total.',
    facts: { subGrant: 'sg-norte' },
  },
  'sub-grant-by-category': {
    en: 'The sub-grant {subGrant} is accounted for by category ({known}), not by an amount as a whole.',
    es: 'La subvención a terceros {subGrant} se rinde por rubro ({known}), no por un monto total.',
    facts: { subGrant: 'sg-norte', known: ['materials', 'wages'] },
  },
  'sub-grant-category-unknown': {
    en: 'The sub-grant {subGrant} has no category {category} in its budget; it has {known}.',
    es: 'La subvención a terceros {subGrant} no tiene el rubro {category} en su presupuesto; tiene {known}.',
    facts: { subGrant: 'sg-norte', category: 'travel', known: ['materials', 'wages'] },
  },
  'sub-grant-category-exceeded': {
    en: 'In {category} the sub-grant {subGrant} would have {currency} {accepted} accepted: {missing} more than its budget of {budget} and {tolerance} %.',
    es: 'En el rubro {category} la subvención a terceros {subGrant} tendría aceptados {currency} {accepted}: {missing} más que su presupuesto de {budget} y el {tolerance} %.',
    facts: {
      subGrant: 'sg-norte',
      category: 'wages',
      currency: 'USD',
      accepted: '2300.00',
      budget: '2000.00',
      tolerance: '10',
      missing: '100.00',
    },
  },
  'sub-grant-reported-whole': {
    en: 'Under the sub-grant {subGrant}, {currency} {reported} were reported as a whole: it cannot be accounted for by category now.',
    es: 'En la subvención a terceros {subGrant} se rindieron {currency} {reported} sin rubros: ya no puede rendirse por rubro.',
    facts: { subGrant: 'sg-norte', currency: 'USD', reported: '3500.00' },
  },
  'revolving-fund-exceeded': {
    en: 'The revolving fund {revolvingFund} has {currency} {available} for this, not {requested} ({move}).',
    es: 'El fondo rotatorio {revolvingFund} tiene {currency} {available} para esto, no {requested} ({move}).',
    facts: { revolvingFund: 'microcredit', move: 'lent', currency: 'USD', available: '800.00', requested: '1000.00' },
  },
  'member-does-not-fit': {
    en: 'What is {move} has no {member}: leave the field out.',
    es: 'Lo {move:m} no lleva {member}: omita ese campo.',
    facts: { member: 'charges', move: 'lent' },
  },
} as const satisfies Refusals;
