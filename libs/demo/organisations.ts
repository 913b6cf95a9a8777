import type { Bodies } from './command.js';

type Partner = Bodies['partner.register'];

/*
 * The organisations that the three cases name, under the names that the source uses (in Spanish, English, French as they
 * call themselves). Registrations are left out unless they are known: none is made up.
 */

/** What the record of SERVIVIENDA names. */
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

/** What the record of the Alliance names. */
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

/** What the record of the programme names. */
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

/** Every organisation that the record names, and since when a fund of the demo knows it. */
export const told: readonly { readonly since: string; readonly named: readonly Partner[] }[] = [
  { since: '1993-05-03', named: serviviendaCase },
  { since: '2010-11-02', named: allianceCase },
  { since: '2007-01-08', named: programmeCase },
];

/** Over 180 organisations took part, and the record names none: these are our own, and so is who audits. */
export const participants: readonly Partner[] = [
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
    partnerId: 'participant-cr-3',
    name: 'Red de guías locales de Costa Rica (ilustrativa)',
    kind: 'network',
    country: 'CR',
  },
  {
    partnerId: 'participant-bj',
    name: 'Coopérative de femmes participante du Bénin (illustrative)',
    kind: 'cooperative',
    country: 'BJ',
  },
  {
    partnerId: 'participant-bj-2',
    name: 'Groupement paysan participant du Bénin (illustrative)',
    kind: 'association',
    country: 'BJ',
  },
  {
    partnerId: 'participant-bj-3',
    name: 'Association de femmes artisanes du Bénin (illustrative)',
    kind: 'womens-rights-organisation',
    country: 'BJ',
  },
  {
    partnerId: 'participant-bt',
    name: 'Participating organisation of Bhutan (illustrative)',
    kind: 'environmental-group',
    country: 'BT',
  },
  {
    partnerId: 'participant-bt-2',
    name: 'Weavers’ group of Bhutan (illustrative)',
    kind: 'community-organisation',
    country: 'BT',
  },
  {
    partnerId: 'participant-bt-3',
    name: 'Village electricians of Bhutan (illustrative)',
    kind: 'association',
    country: 'BT',
  },
  {
    partnerId: 'participant-bt-4',
    name: 'Trail keepers of Bhutan (illustrative)',
    kind: 'community-organisation',
    country: 'BT',
  },
];

/** Entries that somebody made a second time: the first was found and merged, the second nobody has looked at yet. */
export const twice: readonly Partner[] = [
  {
    partnerId: 'fedecoh-2',
    name: 'Federacion para el Desarrollo Comunitario de Honduras',
    kind: 'network',
    country: 'HN',
  },
  {
    partnerId: 'participant-bj-4',
    name: 'Coopérative des femmes participante du Bénin',
    kind: 'cooperative',
    country: 'BJ',
  },
];
