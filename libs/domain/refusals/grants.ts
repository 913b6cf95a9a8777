import type { Refusals } from './refusal.js';

/** Refusals of allocations, grants and co-financing. */
export const grantsRefusals = {
  'allocation-exceeds-unallocated': {
    en: 'Allocating {requested} {currency} needs {missing} more than is unallocated under {earmark}: {unallocated}.',
    es: 'Asignar {requested} {currency} excede en {missing} lo que queda sin asignar en {earmark}: {unallocated}.',
    facts: { currency: 'USD', requested: '30000.00', missing: '5000.00', earmark: 'rural', unallocated: '25000.00' },
  },
  'grant-exceeds-allocated': {
    en: 'Signing {requested} {currency} needs {missing} more than is allocated under {earmark} to {window}: {allocated}.',
    es: 'Firmar {requested} {currency} excede en {missing} lo asignado en {earmark} a {window}: {allocated}.',
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
    en: 'Signing {requested} {currency} needs {missing} more than has come in and is free under {earmark}: {cover}.',
    es: 'Firmar {requested} {currency} excede en {missing} lo recibido y libre en {earmark}: {cover}.',
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
    en: '{payee} neither executes {activity} nor is the fiscal agent of an executor; it is executed by {executors}.',
    es: '{payee} no ejecuta {activity} ni es agente fiscal de quien la ejecuta; la ejecuta {executors}.',
    facts: { payee: 'gov-colombia', activity: 'wells', executors: ['fundacion-manantial'] },
  },
  'executor-not-represented': {
    en: 'The partner {payee} is not the fiscal agent of {executor} in {activity}.',
    es: 'La contraparte {payee} no es agente fiscal de {executor} en {activity}.',
    facts: { payee: 'gov-colombia', executor: 'fundacion-manantial', activity: 'wells' },
  },
  'executor-unclear': {
    en: '{payee} is the fiscal agent of several executors of {activity}: {executors}. Name the one that the grant is for.',
    es: '{payee} es agente fiscal de varias ejecutoras de {activity}: {executors}. Indique para cuál es la subvención.',
    facts: { payee: 'agent', activity: 'wells', executors: ['centro-agua', 'fundacion-manantial'] },
  },
  'instalments-do-not-sum': {
    en: 'The instalments sum to {instalments} {currency}; the grant is of {grant}.',
    es: 'Las cuotas suman {instalments} {currency}; la subvención es de {grant}.',
    facts: { currency: 'USD', instalments: '29000.00', grant: '30000.00' },
  },
  'lines-do-not-sum': {
    en: 'The funding lines sum to {lines} {currency}; the grant is of {grant}.',
    es: 'Las líneas de financiación suman {lines} {currency}; la subvención es de {grant}.',
    facts: { currency: 'USD', lines: '29000.00', grant: '30000.00' },
  },
  'valuation-and-form': {
    en: 'Co-financing in {form}: what is given in kind needs a valuation, cash has none.',
    es: 'Cofinanciación en {form}: la que es en especie requiere valoración; en efectivo no la lleva.',
    facts: { form: 'kind' },
  },
  'grant-suspended': {
    en: 'The grant {grant} is suspended since {since} ({ground}): nothing is requested, ordered or paid until it is resumed.',
    es: 'La subvención {grant} está suspendida desde el {since} ({ground}): no se solicita, ordena ni paga hasta reanudarla.',
    facts: { grant: 'g-wells', since: '2026-06-01', ground: 'reports-overdue' },
  },
  'grant-terminated': {
    en: 'The grant {grant} was terminated on {since} ({ground}): only what has been accepted is still paid.',
    es: 'La subvención {grant} terminó anticipadamente el {since} ({ground}): solo se paga lo ya aceptado.',
    facts: { grant: 'g-wells', since: '2026-06-01', ground: 'breach' },
  },
  'conditions-unmet': {
    en: 'The instalment {instalment} of grant {grant} waits for its conditions: {unmet}.',
    es: 'La cuota {instalment} de la subvención {grant} espera el cumplimiento de sus condiciones: {unmet}.',
    facts: { grant: 'g-wells', instalment: 'last', unmet: ['final-report'] },
  },
  'condition-unknown': {
    en: 'The grant {grant} has no condition {condition}; it has {known}.',
    es: 'La subvención {grant} no tiene la condición {condition}; tiene {known}.',
    facts: { grant: 'g-wells', condition: 'permit', known: ['final-report'] },
  },
  'condition-needs-body': {
    en: 'That the condition {condition} of grant {grant} is met is for the body {body} to say, in a minute.',
    es: 'El cumplimiento de la condición {condition} de la subvención {grant} lo declara el órgano {body}, en un acta.',
    facts: { condition: 'permit', grant: 'g-wells', body: 'committee' },
  },
  'budget-does-not-sum': {
    en: 'The budget sums to {budget} {currency}; the grant is of {grant}.',
    es: 'El presupuesto suma {budget} {currency}; la subvención es de {grant}.',
    facts: { currency: 'USD', budget: '29000.00', grant: '30000.00' },
  },
  'budget-amount-missing': {
    en: 'The category {category} needs an amount: its cost basis, {basis}, does not give one.',
    es: 'El rubro {category} necesita un monto: su base de costo, {basis}, no lo determina.',
    facts: { category: 'materials', basis: 'actual' },
  },
  'budget-amount-differs': {
    en: 'The category {category} is stated at {stated} {currency}, but its cost basis, {basis}, gives {found}.',
    es: 'El rubro {category} figura en {stated} {currency}, pero su base de costo, {basis}, da {found}.',
    facts: { category: 'houses', currency: 'USD', stated: '79000.00', basis: 'unit-cost', found: '80000.00' },
  },
  'category-unknown': {
    en: 'The category {of} is calculated over {category}, which does not stand before it; there are {known}.',
    es: 'El rubro {of} se calcula sobre {category}, que no figura antes; hay {known}.',
    facts: { of: 'indirect', category: 'travel', known: ['materials', 'wages'] },
  },
  'amendment-empty': {
    en: 'The amendment of grant {grant} changes nothing.',
    es: 'La modificación de la subvención {grant} no cambia nada.',
    facts: { grant: 'g-wells' },
  },
  'amendment-leaves-nothing': {
    en: 'Nothing would be left of the {signed} {currency} of grant {grant}: terminate and close it instead.',
    es: 'No quedaría nada de los {signed} {currency} de la subvención {grant}: mejor termínela y ciérrela.',
    facts: { grant: 'g-wells', signed: '30000.00', currency: 'USD' },
  },
  'decrease-exceeds-free': {
    en: 'Taking {requested} {currency} from grant {grant} is {missing} more than is neither ordered, paid nor owed: {free}.',
    es: 'Reducir {requested} {currency} en la subvención {grant} excede en {missing} lo que no está ordenado, pagado ni adeudado: {free}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '15000.00', free: '10000.00', missing: '5000.00' },
  },
  'line-overpaid': {
    en: 'Under {earmark} grant {grant} has paid {paid} {currency} of {signed} signed: no more is bound there until that is settled.',
    es: 'En {earmark} la subvención {grant} ha pagado {paid} {currency} de {signed} firmados: no se compromete más allí hasta resolverlo.',
    facts: { grant: 'g-wells', earmark: 'rural', currency: 'USD', paid: '31000.00', signed: '30000.00' },
  },
  'grant-not-settled': {
    en: 'The grant {grant} cannot be closed yet, in {currency}: advance outstanding {advance}, refunds due {recoverable}, accepted and unpaid {payable}, ordered {ordered}.',
    es: 'La subvención {grant} aún no puede cerrarse, en {currency}: anticipo por rendir {advance}, reintegros por cobrar {recoverable}, aceptado por pagar {payable}, ordenado {ordered}.',
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
    en: 'Under grant {grant} {ordered} {currency} are ordered: they are paid or withdrawn before it is settled.',
    es: 'La subvención {grant} tiene {ordered} {currency} ordenados: se pagan o se anulan antes de liquidarla.',
    facts: { grant: 'g-wells', currency: 'USD', ordered: '5000.00' },
  },
  'cofinancing-short': {
    en: 'Others have to bear {share} % of the cost under grant {grant}: {required} {currency} so far. {counted} counts; {missing} is missing.',
    es: 'Otros deben asumir el {share} % del costo de la subvención {grant}: {required} {currency} hasta ahora. Cuentan {counted}; faltan {missing}.',
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
    en: 'The grant {grant} asks others for no share: there is nothing to waive.',
    es: 'La subvención {grant} no exige contrapartida: no hay nada que dispensar.',
    facts: { grant: 'g-wells' },
  },
  'grant-above-final': {
    en: 'The grant {grant} has borne {paid} {currency} and comes to {final}: it is settled before it is closed, so that the payee bears {excess}.',
    es: 'La subvención {grant} asumió {paid} {currency} y queda en {final}: se liquida antes de cerrarla, para que la beneficiaria asuma {excess}.',
    facts: { grant: 'g-wells', currency: 'USD', paid: '30000.00', final: '28000.00', excess: '2000.00' },
  },
  'allocation-not-free': {
    en: 'Taking {requested} {currency} from allocation {allocation} in {window} is {missing} more than is free of it there: {free}.',
    es: 'Tomar {requested} {currency} de la asignación {allocation} en {window} excede en {missing} lo libre allí: {free}.',
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
    en: 'A transfer has to go to a window other than {window}.',
    es: 'Un traslado debe ir a una ventana distinta de {window}.',
    facts: { window: 'schools' },
  },
  'allocation-does-not-lapse': {
    en: 'The allocation {allocation} has no day after which it lapses: reduce it instead.',
    es: 'La asignación {allocation} no tiene fecha de vencimiento: redúzcala.',
    facts: { allocation: 'schools-1' },
  },
  'allocation-not-lapsed': {
    en: 'The allocation {allocation} lapses after {lapsesAfter}; this is dated {date}.',
    es: 'La asignación {allocation} vence después del {lapsesAfter}; esto lleva fecha {date}.',
    facts: { allocation: 'schools-1', lapsesAfter: '2026-12-31', date: '2026-11-26' },
  },
  'amendment-below-sub-grants': {
    en: 'Grant {grant} cannot come to {amount} {currency}: {passedOn} are passed on in sub-grants.',
    es: 'La subvención {grant} no puede quedar en {amount} {currency}: hay {passedOn} otorgados en cascada.',
    facts: { grant: 'g-wells', currency: 'USD', amount: '8000.00', passedOn: '9000.00' },
  },
  'sub-grants-exceed-grant': {
    en: 'Passing on {requested} {currency} is more than grant {grant} has left for sub-grants: {room}.',
    es: 'Otorgar en cascada {requested} {currency} excede lo que la subvención {grant} aún puede otorgar así: {room}.',
    facts: { grant: 'g-wells', currency: 'USD', requested: '12000.00', room: '10000.00' },
  },
  'sub-grant-to-itself': {
    en: '{partner} is the payee of grant {grant}: a sub-grant goes to another organisation.',
    es: '{partner} es la beneficiaria del pago de la subvención {grant}: en cascada se otorga a otra organización.',
    facts: { partner: 'fundacion-manantial', grant: 'g-wells' },
  },
  'sub-grant-exceeded': {
    en: 'The sub-grant {subGrant} has room for {room} {currency} {step}, not for {requested}.',
    es: 'La subvención en cascada {subGrant} admite {room} {currency} como monto {step}, no {requested}.',
    facts: { subGrant: 'sg-norte', step: 'paid', currency: 'USD', room: '4000.00', requested: '5000.00' },
  },
  'sub-grant-outstanding': {
    en: 'The sub-grant {subGrant} has {outstanding} {currency} outstanding: it is accounted for or given back before it is closed.',
    es: 'La subvención en cascada {subGrant} tiene {outstanding} {currency} por rendir: se rinden o reintegran antes de cerrarla.',
    facts: { subGrant: 'sg-norte', currency: 'USD', outstanding: '1200.00' },
  },
  'revolving-fund-exceeded': {
    en: 'The revolving fund {revolvingFund} has {available} {currency} for this, not {requested} ({move}).',
    es: 'El fondo rotatorio {revolvingFund} tiene {available} {currency} para esto, no {requested} ({move}).',
    facts: { revolvingFund: 'microcredit', move: 'lent', currency: 'USD', available: '800.00', requested: '1000.00' },
  },
  'member-does-not-fit': {
    en: 'The member {member} does not belong to what is {move}.',
    es: 'El campo {member} no corresponde a lo {move}.',
    facts: { member: 'charges', move: 'lent' },
  },
} as const satisfies Refusals;
