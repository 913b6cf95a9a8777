import { type Bilingual, type Template, type TemplateDefinition, templateOf } from './template.js';

const usd = (amount: string) => ({ amount, currency: 'USD' });

/*
 * The kinds of sheets that are taken in. To add one: name its command, and give an example that the command's schema takes.
 * Columns, their kinds, lists of choices and which have to be filled follow from the schema; their words are those of
 * libs/domain/member-words.ts.
 */
const definitions: readonly TemplateDefinition[] = [
  {
    kind: 'partners',
    command: 'partner.register',
    title: { en: 'Partners', es: 'Contrapartes' },
    about: {
      en: 'Organisations for the registry of all funds. One row an organisation; further rows with the same id add further registrations.',
      es: 'Organizaciones para el registro de todos los fondos. Una fila por organización; más filas con el mismo id agregan más registros.',
    },
    lists: [{ path: 'identifiers' }],
    example: {
      partnerId: 'fundacion-manantial',
      name: 'Fundación Manantial',
      kind: 'ngo',
      country: 'CO',
      identifiers: [{ agency: 'CO-CCB', id: 'S0001234' }],
      website: 'https://manantial.example',
    },
  },
  {
    kind: 'pledges',
    command: 'contribution.pledge',
    title: { en: 'Pledges', es: 'Anuncios de aporte' },
    about: { en: 'Announcements of contributors.', es: 'Anuncios de los aportantes.' },
    synonyms: { 'amount.amount': ['pledged', 'anunciado'], 'amount.currency': ['pledged (currency)', 'anunciado (moneda)'] },
    example: { contributionId: 'apc-2026', contributor: 'apc', amount: usd('50000.00'), valueDate: '2026-01-15' },
  },
  {
    kind: 'contributions',
    command: 'contribution.commit',
    title: { en: 'Committed contributions', es: 'Aportes comprometidos' },
    about: {
      en: 'Agreements that contributors have signed. Their conditions and instalments stand on sheets of their own, or in further rows with the same id.',
      es: 'Convenios que los aportantes firmaron. Sus condiciones y cuotas van en hojas propias, o en más filas con el mismo id.',
    },
    lists: [
      { path: 'conditions', sheet: { en: 'Contribution conditions', es: 'Condiciones de aportes' } },
      { path: 'instalments', sheet: { en: 'Contribution instalments', es: 'Cuotas de aportes' } },
    ],
    synonyms: {
      'amount.amount': ['committed', 'comprometido'],
      'amount.currency': ['committed (currency)', 'comprometido (moneda)'],
    },
    example: {
      contributionId: 'apc-2026',
      contributor: 'apc',
      amount: usd('50000.00'),
      agreement: 'Convenio 12 de 2026',
      conditions: [{ id: 'audit', text: 'Auditoría de 2025 sin salvedades', amount: usd('20000.00'), until: '2026-12-31' }],
      instalments: [
        { id: 'first', dueDate: '2026-02-01', amount: usd('30000.00') },
        { id: 'second', dueDate: '2026-09-01', amount: usd('20000.00'), condition: 'audit' },
      ],
      valueDate: '2026-01-20',
    },
  },
  {
    kind: 'receipts',
    command: 'contribution.receive',
    title: { en: 'Contributions received', es: 'Aportes recibidos' },
    about: { en: 'What the bank says has come in.', es: 'Lo que el banco dice que ingresó.' },
    synonyms: { 'amount.amount': ['received', 'recibido'], 'amount.currency': ['received (currency)', 'recibido (moneda)'] },
    example: {
      contributionId: 'apc-2026',
      amount: usd('25000.00'),
      bankAccount: 'main',
      bankReference: 'TRX-0042',
      valueDate: '2026-02-02',
    },
  },
  {
    kind: 'allocations',
    command: 'allocation.make',
    title: { en: 'Allocations', es: 'Asignaciones' },
    about: { en: 'Money set aside for a window.', es: 'Dinero destinado a una ventana.' },
    example: { allocationId: 'al-schools', window: 'schools', amount: usd('30000.00'), valueDate: '2026-02-10' },
  },
  {
    kind: 'activities',
    command: 'activity.identify',
    title: { en: 'Activities', es: 'Actividades' },
    about: { en: 'What the fund may finance.', es: 'Lo que el fondo puede financiar.' },
    example: { activityId: 'wells', title: { es: 'Pozos comunitarios' }, modality: 'triangular', valueDate: '2026-02-01' },
  },
  {
    kind: 'activity-partners',
    command: 'activity.join-partner',
    title: { en: 'Partners of activities', es: 'Contrapartes de las actividades' },
    about: {
      en: 'Who takes part in an activity, in which phase and role.',
      es: 'Quién participa en una actividad, en qué fase y con qué papel.',
    },
    example: {
      activityId: 'wells',
      partner: 'fundacion-manantial',
      phase: 'implementation',
      role: 'executor',
      valueDate: '2026-02-01',
    },
  },
  {
    kind: 'grants',
    command: 'grant.sign',
    title: { en: 'Grants', es: 'Subvenciones' },
    about: {
      en: 'Agreements with payees. One row an instalment; rows with the same grant are one. Funding lines, budget and conditions stand on sheets of their own, or in further rows with the same id; without funding lines a grant is paid from free money of the general window.',
      es: 'Convenios con beneficiarias. Una fila por cuota; las filas con la misma subvención son una sola. Las líneas de financiación, el presupuesto y las condiciones van en hojas propias, o en más filas con el mismo id; sin líneas, la subvención se paga con dinero libre de la ventana general.',
    },
    lists: [
      { path: 'instalments' },
      { path: 'instalments.conditions', sheet: { en: 'Instalment conditions', es: 'Condiciones de cuotas' } },
      { path: 'funding', sheet: { en: 'Funding lines', es: 'Líneas de financiación' } },
      { path: 'budget', sheet: { en: 'Grant budgets', es: 'Presupuestos' } },
    ],
    example: {
      grantId: 'g-wells',
      activityId: 'wells',
      payee: 'fundacion-manantial',
      amount: usd('30000.00'),
      funding: [{ earmark: 'none', window: 'general', amount: usd('30000.00') }],
      instalments: [
        {
          id: 'first',
          kind: 'advance',
          amount: usd('30000.00'),
          dueDate: '2026-03-01',
          conditions: [{ id: 'licence', text: 'Licencia ambiental vigente' }],
        },
      ],
      budget: [
        { category: 'materials', amount: usd('24000.00'), cost: { basis: 'actual' } },
        { category: 'training', amount: usd('6000.00'), cost: { basis: 'actual' } },
      ],
      valueDate: '2026-02-20',
    },
  },
  {
    kind: 'opening-balances',
    command: 'opening.record',
    title: { en: 'Opening balances', es: 'Saldos de apertura' },
    about: {
      en: 'With what a fund moves here, as one whole: one row a bank account, and on sheets of their own what each contribution had brought and the money of the fund itself.',
      es: 'Con qué se traslada un fondo, como un todo: una fila por cuenta bancaria y, en hojas propias, lo que cada aporte había traído y los recursos propios del fondo.',
    },
    single: true,
    lists: [
      { path: 'bankAccounts' },
      { path: 'contributions', sheet: { en: 'Opening contributions', es: 'Apertura de aportes' } },
      { path: 'own', sheet: { en: 'Opening own money', es: 'Apertura de recursos propios' } },
    ],
    example: {
      bankAccounts: [{ bankAccount: 'example-account', balance: usd('14000.00') }],
      contributions: [
        { contributionId: 'example-2024', received: usd('40000.00'), spent: usd('15000.00'), recognised: usd('15000.00') },
      ],
      own: [{ earmark: 'example-earmark', amount: usd('1000.00') }],
      underGrants: usd('12000.00'),
      valueDate: '2026-01-01',
    },
  },
  {
    kind: 'opening-grants',
    command: 'opening.bring-grant',
    title: { en: 'Opening grants', es: 'Apertura de subvenciones' },
    about: {
      en: 'What running grants had been paid, and what is outstanding, when the books were opened here.',
      es: 'Lo pagado y lo pendiente de las subvenciones en curso al abrir los libros aquí.',
    },
    example: {
      grantId: 'g-wells',
      disbursed: usd('12000.00'),
      outstandingAdvance: usd('3000.00'),
      advancedOn: '2025-10-15',
      accountsDueOn: '2026-01-31',
      valueDate: '2026-01-01',
    },
  },
  {
    kind: 'disbursement-requests',
    command: 'disbursement.request',
    title: { en: 'Requests for disbursement', es: 'Solicitudes de desembolso' },
    about: { en: 'Instalments of grants that are asked for.', es: 'Cuotas de subvenciones que se solicitan.' },
    example: { disbursementId: 'd-001', grantId: 'g-wells', instalment: 'first', valueDate: '2026-03-01' },
  },
  {
    kind: 'payments',
    command: 'disbursement.pay',
    title: { en: 'Disbursements paid', es: 'Desembolsos pagados' },
    about: { en: 'Approved disbursements that the bank has paid.', es: 'Desembolsos aprobados que el banco pagó.' },
    example: { disbursementId: 'd-001', bankAccount: 'main', bankReference: 'TRX-0099', valueDate: '2026-03-10' },
  },
  {
    kind: 'expenditure',
    command: 'expenditure.submit',
    title: { en: 'Expenditure reports', es: 'Informes de gastos' },
    about: {
      en: 'What CSOs have spent. One row a category; rows with the same report are one report.',
      es: 'Lo que gastaron las OSC. Una fila por categoría; las filas con el mismo informe son un solo informe.',
    },
    lists: [{ path: 'lines' }],
    example: {
      reportId: 'r-001',
      grantId: 'g-wells',
      periodStart: '2026-03-01',
      periodEnd: '2026-05-31',
      lines: [{ category: 'materials', amount: usd('12000.00') }],
      documentDate: '2026-06-05',
    },
  },
  {
    kind: 'results',
    command: 'result.measure',
    title: { en: 'Results measured', es: 'Resultados medidos' },
    about: {
      en: 'Figures of indicators by period and place. Further rows of the same measurement break it down, by sex, age or territory: the dimensions as the indicator has them, and the figure of that part.',
      es: 'Cifras de los indicadores por período y lugar. Más filas de la misma medición la desglosan por sexo, edad o territorio: las dimensiones como las tiene el indicador, y la cifra de esa parte.',
    },
    lists: [{ path: 'by' }],
    within: ['resultId'],
    natural: ['resultId', 'indicator', 'periodStart', 'location'],
    beside: { 'by.dimensions': 3 },
    heads: {
      ...Object.fromEntries(
        [1, 2, 3].flatMap((n): [string, Bilingual][] => [
          [`by.dimensions.${n - 1}.name`, { en: `Dimension ${n}`, es: `Dimensión ${n}` }],
          [`by.dimensions.${n - 1}.value`, { en: `Part of dimension ${n}`, es: `Parte de la dimensión ${n}` }],
        ]),
      ),
      'by.value': { en: 'Figure of the part', es: 'Cifra de la parte' },
    },
    example: {
      resultId: 'r-water',
      measurement: 'm-2026-1',
      indicator: 'people',
      periodStart: '2026-01-01',
      value: '1200',
      by: [
        { dimensions: [{ name: 'sex', value: 'women' }], value: '640' },
        { dimensions: [{ name: 'sex', value: 'men' }], value: '560' },
      ],
    },
  },
];

/** Every kind of sheet, by its name. */
export const templates: ReadonlyMap<string, Template> = new Map(definitions.map((each) => [each.kind, templateOf(each)]));

/** The sheets that a fund needs which moves here, in the order in which they are sent. */
export const movingFund: readonly Template[] = [
  'partners',
  'contributions',
  'opening-balances',
  'allocations',
  'activities',
  'activity-partners',
  'grants',
  'opening-grants',
].map((kind) => templates.get(kind)!);
