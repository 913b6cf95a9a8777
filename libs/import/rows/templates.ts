import { type Template, type TemplateDefinition, templateOf } from './template.js';

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
    list: 'identifiers',
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
    about: { en: 'Agreements that contributors have signed.', es: 'Convenios que los aportantes firmaron.' },
    synonyms: {
      'amount.amount': ['committed', 'comprometido'],
      'amount.currency': ['committed (currency)', 'comprometido (moneda)'],
    },
    example: {
      contributionId: 'apc-2026',
      contributor: 'apc',
      amount: usd('50000.00'),
      agreement: 'Convenio 12 de 2026',
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
      en: 'Agreements with payees. One row an instalment; rows with the same grant are one grant, paid from free money of the general window.',
      es: 'Convenios con beneficiarias. Una fila por cuota; las filas con la misma subvención son una sola, con cargo al dinero libre de la ventana general.',
    },
    list: 'instalments',
    example: {
      grantId: 'g-wells',
      activityId: 'wells',
      payee: 'fundacion-manantial',
      amount: usd('30000.00'),
      instalments: [{ id: 'first', kind: 'advance', amount: usd('30000.00'), dueDate: '2026-03-01' }],
      valueDate: '2026-02-20',
    },
  },
  {
    kind: 'opening-grants',
    command: 'opening.bring-grant',
    title: { en: 'Grants of a fund that moves here', es: 'Subvenciones de un fondo que se traslada' },
    about: {
      en: 'What running grants had been paid, and what is outstanding, when the books were opened here.',
      es: 'Lo pagado y lo pendiente de las subvenciones en curso al abrir los libros aquí.',
    },
    example: { grantId: 'g-wells', disbursed: usd('12000.00'), outstandingAdvance: usd('3000.00'), valueDate: '2026-01-01' },
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
    list: 'lines',
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
      en: 'Figures of indicators by period and place. Their parts by sex, age and so on are posted over HTTP.',
      es: 'Cifras de los indicadores por período y lugar. Sus partes por sexo, edad, etc. se registran por HTTP.',
    },
    example: { resultId: 'r-water', measurement: 'm-2026-1', indicator: 'people', periodStart: '2026-01-01', value: '1200' },
  },
];

/** Every kind of sheet, by its name. */
export const templates: ReadonlyMap<string, Template> = new Map(definitions.map((each) => [each.kind, templateOf(each)]));
