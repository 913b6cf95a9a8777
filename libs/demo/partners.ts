import { registryBook } from '#kernel/ids';
import type { Bodies, DemoBook } from './command.js';
import { Script, paper, usd } from './script.js';

type Partner = Bodies['partner.register'];

/*
 * The organisations that the three cases name, under the names that the source uses (in Spanish, English, French as they
 * call themselves). Registrations are left out unless they are known: none is made up.
 */

const serviviendaCase: readonly Partner[] = [
  { partnerId: 'gov-colombia', name: 'Gobierno de Colombia', kind: 'national-government', country: 'CO' },
  { partnerId: 'gov-mexico', name: 'Gobierno de México', kind: 'national-government', country: 'MX' },
  { partnerId: 'gov-venezuela', name: 'Gobierno de Venezuela', kind: 'national-government', country: 'VE' },
  { partnerId: 'gov-honduras', name: 'Gobierno de Honduras', kind: 'national-government', country: 'HN' },
  {
    partnerId: 'servivienda',
    name: 'Fundación Servicio de Vivienda Popular (SERVIVIENDA)',
    kind: 'foundation',
    country: 'CO',
    legalForm: 'Fundación sin ánimo de lucro',
  },
  { partnerId: 'compania-de-jesus', name: 'Compañía de Jesús', kind: 'faith-based-organisation', country: 'CO' },
  {
    partnerId: 'fedecoh',
    name: 'Federación de Desarrollo Comunitario de Honduras (FEDECOH)',
    kind: 'network',
    country: 'HN',
  },
];

const allianceCase: readonly Partner[] = [
  {
    partnerId: 'sre-mexico',
    name: 'Secretaría de Relaciones Exteriores de México (SRE)',
    kind: 'national-government',
    country: 'MX',
  },
  { partnerId: 'fomento-social-banamex', name: 'Fomento Social Banamex', kind: 'foundation', country: 'MX' },
  { partnerId: 'fundacion-bancomer', name: 'Fundación Bancomer', kind: 'foundation', country: 'MX' },
  { partnerId: 'fundacion-cuervo', name: 'Fundación Cuervo', kind: 'foundation', country: 'MX' },
  { partnerId: 'fundacion-chrysler', name: 'Fundación Chrysler', kind: 'foundation', country: 'MX' },
  { partnerId: 'fundacion-televisa', name: 'Fundación Televisa', kind: 'foundation', country: 'MX' },
  { partnerId: 'fundacion-azteca', name: 'Fundación Azteca', kind: 'foundation', country: 'MX' },
  { partnerId: 'unidos-por-ellos', name: 'Unidos por Ellos', kind: 'foundation', country: 'MX' },
  { partnerId: 'gov-haiti', name: 'Gouvernement de la République d’Haïti', kind: 'national-government', country: 'HT' },
  {
    partnerId: 'centro-lindavista',
    name: 'Centro Lindavista. Centro de Investigación, Información y Apoyo a la Cultura, A.C.',
    kind: 'ngo',
    country: 'MX',
    legalForm: 'Asociación civil',
  },
  { partnerId: 'caritas-mexicana', name: 'Cáritas Mexicana', kind: 'faith-based-organisation', country: 'MX' },
  // The source does not name these; each stands for all of its kind.
  { partnerId: 'osc-haiti', name: 'Organisations de la société civile d’Haïti', kind: 'network', country: 'HT' },
  { partnerId: 'campesinos-haiti', name: 'Communautés paysannes d’Haïti', kind: 'community-organisation', country: 'HT' },
  {
    partnerId: 'organismos-publicos-mexico',
    name: 'Organismos públicos de México',
    kind: 'other-public-body',
    country: 'MX',
  },
  { partnerId: 'universidades-mexico', name: 'Universidades de México', kind: 'academia', country: 'MX' },
  { partnerId: 'comite-haiti-mexico', name: 'Comité Conjunto Haití-México de la Sociedad Civil', kind: 'network' },
];

const programmeCase: readonly Partner[] = [
  {
    partnerId: 'gov-netherlands',
    name: 'Ministerie van Buitenlandse Zaken (Países Bajos)',
    kind: 'national-government',
    country: 'NL',
    identifiers: [{ agency: 'XM-DAC', id: '7' }],
  },
  { partnerId: 'gov-costa-rica', name: 'Gobierno de Costa Rica', kind: 'national-government', country: 'CR' },
  { partnerId: 'gov-benin', name: 'Gouvernement du Bénin', kind: 'national-government', country: 'BJ' },
  { partnerId: 'gov-bhutan', name: 'Royal Government of Bhutan', kind: 'national-government', country: 'BT' },
  {
    partnerId: 'fundecooperacion',
    name: 'Fundecooperación para el Desarrollo Sostenible',
    kind: 'ngo',
    country: 'CR',
    legalForm: 'Fundación',
  },
  { partnerId: 'mechanism-benin', name: 'Mécanisme national du Bénin', kind: 'ngo', country: 'BJ' },
  { partnerId: 'mechanism-bhutan', name: 'National mechanism of Bhutan', kind: 'ngo', country: 'BT' },
  { partnerId: 'united-nations', name: 'Naciones Unidas', kind: 'multilateral' },
];

/** Over 180 organisations took part, and the source names none: these four are our own, and so is who audits. */
const participants: readonly Partner[] = [
  { partnerId: 'auditor', name: 'Firma auditora independiente (ilustrativa)', kind: 'private-company', country: 'CR' },
  {
    partnerId: 'participant-cr',
    name: 'Organización participante de Costa Rica (ilustrativa)',
    kind: 'community-organisation',
    country: 'CR',
  },
  {
    partnerId: 'participant-cr-2',
    name: 'Segunda organización participante de Costa Rica (ilustrativa)',
    kind: 'association',
    country: 'CR',
  },
  {
    partnerId: 'participant-bj',
    name: 'Coopérative de femmes participante du Bénin (illustrative)',
    kind: 'cooperative',
    country: 'BJ',
  },
  {
    partnerId: 'participant-bt',
    name: 'Participating organisation of Bhutan (illustrative)',
    kind: 'environmental-group',
    country: 'BT',
  },
];

/** What the source says that organisations can do; sectors and territories in codes of ours. */
const abilities: readonly Bodies['partner.declare-capacity'][] = [
  {
    partnerId: 'servivienda',
    capacity: 'modular-housing',
    kind: 'technical-assistance',
    description: {
      es: 'Vivienda, escuelas y puestos de salud prefabricados livianos y modulares, de bajo costo.',
      en: 'Light prefabricated, low-cost modular building of housing, schools and health posts.',
    },
    sectors: ['16040'],
    territories: ['CO', 'EC', 'GT', 'HT', 'HN', 'JM', 'NI', 'PE', 'DO', 'VE'],
    since: 1976,
  },
  {
    partnerId: 'centro-lindavista',
    capacity: 'peasant-exchange',
    kind: 'training',
    description: {
      es: 'Intercambio de campesino a campesino: agricultura orgánica, microcrédito, cajas de ahorro.',
      en: 'Exchange from peasant to peasant: organic farming, microcredit, savings cooperatives.',
    },
    sectors: ['31161', '24040'],
    territories: ['MX', 'HT'],
  },
  {
    partnerId: 'fundecooperacion',
    capacity: 'reciprocity-programme',
    kind: 'convening',
    description: {
      es: 'Mecanismo nacional de Costa Rica y secretaría de un programa de cooperación triangular.',
      en: 'National mechanism of Costa Rica and secretariat of a programme of triangular cooperation.',
    },
    sectors: ['410'],
    territories: ['CR', 'BJ', 'BT'],
    since: 1994,
  },
];

/** The legal frames that the source names. It gives years; the days are our own. */
const frames: readonly Bodies['agreement.sign'][] = [
  {
    agreementId: 'convenio-colombia-honduras-1993',
    title: {
      es: 'Convenio de cooperación económica y comercial y de lucha contra el narcotráfico',
      en: 'Convention on economic and trade cooperation and combating drug trafficking',
    },
    kind: 'convention',
    parties: ['gov-colombia', 'gov-honduras'],
    signedOn: '1993-01-01',
  },
  {
    agreementId: 'alianza-mexico-haiti-2010',
    title: { es: 'Alianza México por Haití', en: 'Mexico-Haiti Alliance' },
    kind: 'alliance',
    parties: [
      'sre-mexico',
      'fomento-social-banamex',
      'fundacion-bancomer',
      'fundacion-cuervo',
      'fundacion-chrysler',
      'fundacion-televisa',
      'fundacion-azteca',
      'unidos-por-ellos',
    ],
    signedOn: '2010-11-01',
  },
  {
    agreementId: 'acuerdos-desarrollo-sostenible',
    title: { es: 'Acuerdos de Desarrollo Sostenible', en: 'Sustainable Development Agreements' },
    kind: 'sustainable-development-agreement',
    parties: ['gov-netherlands', 'gov-costa-rica', 'gov-benin', 'gov-bhutan'],
    signedOn: '1994-03-21',
  },
];

/** What the Alliance asks for before it pays: that somebody looked, and a second person confirmed the account. All our own. */
function vet(script: Script): void {
  const partnerId = 'centro-lindavista';
  script.illustrative('partner.verify', {
    partnerId,
    ground: 'registry-extract',
    evidence: [{ title: 'Acta constitutiva', sha256: paper('Acta constitutiva') }],
    valueDate: '2011-01-17',
  });
  script.illustrative('partner.record-due-diligence', {
    partnerId,
    outcome: 'passed',
    risk: 'low',
    until: '2013-12-31',
    findings: 'Estados financieros en orden.',
    valueDate: '2011-01-24',
  });
  const account = { partnerId, account: 'mxn-1' };
  script.illustrative('payee-account.propose', {
    ...account,
    country: 'MX',
    currency: 'MXN',
    number: '000000000000000000',
    ending: '0000',
    bank: 'Banco de demostración',
    valueDate: '2011-02-21',
  });
  script.illustrative('payee-account.confirm', { ...account, valueDate: '2011-02-22' }, { actor: 'p-005', role: 'approver' });
}

/** What the secretariat lived on, by source: how much of it is public money can be seen. The figures are our own. */
function declareIncome(script: Script): void {
  const years = [
    [2008, '620000.00', '85000.00', '140000.00'],
    [2009, '655000.00', '110000.00', '150000.00'],
  ] as const;
  for (const [year, abroad, foundations, own] of years) {
    script.illustrative('partner.declare-income', {
      partnerId: 'fundecooperacion',
      year,
      sources: [
        { source: 'foreign-public', amount: usd(abroad) },
        { source: 'foundations', amount: usd(foundations) },
        { source: 'own-activities', amount: usd(own) },
      ],
      valueDate: `${year + 1}-06-30`,
    });
  }
}

/** The registry of the demo. */
export function partners(): DemoBook {
  const script = new Script(registryBook, { admin: 'p-001', 'fund-manager': 'p-001', approver: 'p-001' });
  for (const partner of [...serviviendaCase, ...allianceCase, ...programmeCase]) script.told('partner.register', partner);
  for (const participant of participants) script.illustrative('partner.register', participant);
  for (const ability of abilities) script.told('partner.declare-capacity', ability);
  for (const frame of frames) script.illustrative('agreement.sign', frame);
  vet(script);
  declareIncome(script);
  return {
    book: registryBook,
    title: { es: 'Registro de organizaciones', en: 'Registry of organisations' },
    commands: script.commands,
    events: script.events,
  };
}
