import { registryBook } from '#kernel/ids';
import type { Bodies, DemoBook } from './command.js';
import { participants, told, twice } from './organisations.js';
import { Script, paper, usd } from './script.js';

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

/** An entry that was made twice ends, and whoever reads it finds the other. */
function merge(script: Script): void {
  script.illustrative('partner.merge', {
    partnerId: 'fedecoh-2',
    into: 'fedecoh',
    ground: 'same-organisation',
    valueDate: '2008-03-17',
  });
}

/** One was suspended until its papers were in order again; another gets no new grant while it owes accounts. */
function suspend(script: Script): void {
  const renewing = { partnerId: 'participant-cr-3' };
  script.illustrative('partner.suspend', {
    ...renewing,
    effect: 'new-grants',
    reason: 'legal-status',
    findings: 'La junta directiva venció sin que se inscribiera otra.',
    valueDate: '2007-10-15',
  });
  script.illustrative('partner.reinstate', {
    ...renewing,
    findings: 'La nueva junta directiva está inscrita.',
    valueDate: '2008-01-21',
  });
  script.illustrative('partner.suspend', {
    partnerId: 'participant-bt-4',
    effect: 'new-grants',
    reason: 'accounts-overdue',
    findings: 'Debe cuentas de un convenio anterior con el mecanismo nacional.',
    valueDate: '2010-03-22',
  });
}

/** The registry of the demo. */
export function registry(): DemoBook {
  const script = new Script(registryBook, { admin: 'p-001', 'fund-manager': 'p-001', approver: 'p-001' });
  for (const { since: valueDate, named } of told) {
    for (const partner of named) script.told('partner.register', { ...partner, valueDate });
  }
  for (const partner of participants) script.illustrative('partner.register', { ...partner, valueDate: '2007-09-24' });
  for (const partner of twice) script.illustrative('partner.register', { ...partner, valueDate: '2008-03-10' });
  merge(script);
  for (const ability of abilities) script.told('partner.declare-capacity', ability);
  for (const frame of frames) script.illustrative('agreement.sign', frame);
  vet(script);
  declareIncome(script);
  suspend(script);
  return {
    book: registryBook,
    title: { es: 'Registro de organizaciones', en: 'Registry of organisations' },
    commands: script.commands,
    events: script.events,
  };
}
