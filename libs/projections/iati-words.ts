import type { ExchangeSide, PartnerRole, Phase, StageOutcome } from '#domain/activities/activity-events';
import type { Valuation } from '#domain/grants/cofinancing';
import type { EvaluationKind, EvaluationOutcome } from '#domain/activities/evaluation';
import { type Narratives as DomainNarratives, languages } from '#domain/fields';
import type { Narrative } from '#iati/model';

/** A language of the product, ISO 639-1. */
export type Language = (typeof languages)[number];

/** The same text in every language of the product. */
export type Words = Readonly<Record<Language, string>>;

const words = (es: string, en: string, pt: string, fr: string): Words => ({ es, en, pt, fr });

/**
 * What the exporter itself says in a published file: descriptions of transactions, parties without a name of their own,
 * roles that IATI has no code for. `{...}` stand for facts. The bytes of a file depend on these texts: a changed text
 * changes published files, so it comes with a line in the changelog.
 */
export const published = {
  'contribution.pledged': words('Aporte anunciado', 'Contribution pledged', 'Contribuição anunciada', 'Contribution annoncée'),
  'contribution.committed': words(
    'Aporte comprometido',
    'Contribution committed',
    'Contribuição comprometida',
    'Contribution engagée',
  ),
  'contribution.received': words('Aporte recibido', 'Contribution received', 'Contribuição recebida', 'Contribution reçue'),
  'contribution.condition-met': words('Condición cumplida', 'Condition met', 'Condição cumprida', 'Condition remplie'),
  'contribution.condition-waived': words('Condición dispensada', 'Condition waived', 'Condição dispensada', 'Condition levée'),
  'contribution.increased': words(
    'Aporte ampliado',
    'Contribution increased',
    'Contribuição ampliada',
    'Contribution augmentée',
  ),
  'contribution.cut': words('Aporte recortado', 'Contribution cut', 'Contribuição reduzida', 'Contribution réduite'),
  'contribution.written-off': words(
    'Aporte que no se cobrará',
    'Contribution written off',
    'Contribuição que não será recebida',
    'Contribution passée par pertes',
  ),
  'contribution.returned': words(
    'Devuelto al aportante',
    'Returned to the contributor',
    'Devolvido ao contribuinte',
    'Restitué au contributeur',
  ),
  'contribution.brought-forward': words(
    'Recibido antes de abrir este libro',
    'Received before this book began',
    'Recebido antes de abrir este livro',
    'Reçu avant l’ouverture de ce livre',
  ),
  'opening.grant-brought': words(
    'Desembolsado antes de abrir este libro',
    'Disbursed before this book began',
    'Desembolsado antes de abrir este livro',
    'Décaissé avant l’ouverture de ce livre',
  ),
  'grant.signed': words('Subvención firmada', 'Grant signed', 'Subvenção assinada', 'Subvention signée'),
  'grant.amended': words('Subvención modificada', 'Grant amended', 'Subvenção alterada', 'Subvention modifiée'),
  'grant.settled': words('Subvención liquidada', 'Grant settled', 'Subvenção liquidada', 'Subvention soldée'),
  'grant.closed': words('Subvención cerrada', 'Grant closed', 'Subvenção encerrada', 'Subvention clôturée'),
  advance: words('Anticipo desembolsado', 'Advance disbursed', 'Adiantamento desembolsado', 'Avance décaissée'),
  reimbursement: words(
    'Reembolso de gasto ya hecho',
    'Reimbursement of what was spent',
    'Reembolso de despesa já feita',
    'Remboursement de dépenses déjà faites',
  ),
  core: words('Apoyo institucional', 'Core support', 'Apoio institucional', 'Soutien institutionnel'),
  balance: words('Saldo final pagado', 'Final balance paid', 'Saldo final pago', 'Solde final payé'),
  'disbursement.bounced': words(
    'Devuelto por el banco: {what}',
    'Returned by the bank: {what}',
    'Devolvido pelo banco: {what}',
    'Retourné par la banque : {what}',
  ),
  'refund.received': words('Reintegro', 'Refund', 'Devolução', 'Restitution'),
  'refund.set-off': words('Reintegro compensado', 'Refund set off', 'Devolução compensada', 'Restitution compensée'),
  'expenditure.disallowed': words(
    'Gasto aceptado y luego rechazado',
    'Expenditure accepted and then disallowed',
    'Despesa aceita e depois glosada',
    'Dépense acceptée puis rejetée',
  ),
  'expenditure.appeal-decided': words(
    'Gasto aceptado de nuevo tras reclamación',
    'Expenditure accepted again after an appeal',
    'Despesa aceita novamente após recurso',
    'Dépense acceptée de nouveau après recours',
  ),
  'expenditure.accepted': words('Gasto aceptado', 'Expenditure accepted', 'Despesa aceita', 'Dépense acceptée'),
  'bank-charge.recorded': words('Gasto bancario', 'Bank charge', 'Tarifa bancária', 'Frais bancaires'),
  'cost.paid': words('Gasto propio del fondo', 'Own cost of the fund', 'Despesa própria do fundo', 'Dépense propre du fonds'),
  'fee.charged': words('Comisión de administración', 'Management fee', 'Taxa de administração', 'Frais de gestion'),
  'cofinancing.agreed': words(
    'Cofinanciación acordada',
    'Co-financing agreed',
    'Cofinanciamento acordado',
    'Cofinancement convenu',
  ),
  'cofinancing.accepted': words(
    'Cofinanciación aceptada',
    'Co-financing accepted',
    'Cofinanciamento aceito',
    'Cofinancement accepté',
  ),
  'in-kind': words('en especie', 'in kind', 'em bens e serviços', 'en nature'),
  'interest.received': words(
    'Intereses que quedan en el fondo',
    'Interest that the fund keeps',
    'Juros que ficam no fundo',
    'Intérêts que garde le fonds',
  ),
  'sub-grant.signed': words(
    'Subvención a terceros firmada',
    'Sub-grant signed',
    'Subvenção a terceiros assinada',
    'Sous-subvention signée',
  ),
  'sub-grant.amended': words(
    'Subvención a terceros modificada',
    'Sub-grant amended',
    'Subvenção a terceiros alterada',
    'Sous-subvention modifiée',
  ),
  'sub-grant.paid': words(
    'Subvención a terceros pagada',
    'Sub-grant paid',
    'Subvenção a terceiros paga',
    'Sous-subvention payée',
  ),
  'sub-grant.refunded': words(
    'Reintegro de una subvención a terceros',
    'Refund of a sub-grant',
    'Devolução de uma subvenção a terceiros',
    'Restitution d’une sous-subvention',
  ),
  'sub-grant.closed': words(
    'Subvención a terceros cerrada',
    'Sub-grant closed',
    'Subvenção a terceiros encerrada',
    'Sous-subvention clôturée',
  ),
  'sub-grant.of': words(
    'Subvención a terceros ({who}): {what}',
    'Sub-grant to {who}: {what}',
    'Subvenção a terceiros ({who}): {what}',
    'Sous-subvention à {who} : {what}',
  ),
  'spent-below': words(
    'Gasto de subvenciones a terceros, que figura en la actividad de cada una',
    'Spent of sub-grants, which stands in the activity of each',
    'Despesa de subvenções a terceiros, que consta na atividade de cada uma',
    'Dépenses de sous-subventions, qui figurent dans l’activité de chacune',
  ),
  'borne-no-more': words(
    'Gasto que la subvención ya no asume',
    'Spent, and borne by the grant no more',
    'Despesa que a subvenção já não assume',
    'Dépense que la subvention n’assume plus',
  ),
  'audit-needed': words(
    'Las cuentas finales llevan un certificado de auditoría.',
    'The final accounts come with an auditor’s certificate.',
    'As contas finais levam um certificado de auditoria.',
    'Les comptes finaux sont accompagnés d’un certificat d’audit.',
  ),
  'held-back': words(
    'Una parte se retiene hasta que las cuentas finales estén en orden.',
    'A part is held back until the final accounts are in order.',
    'Uma parte fica retida até que as contas finais estejam em ordem.',
    'Une partie est retenue jusqu’à ce que les comptes finaux soient en ordre.',
  ),
  reversed: words(
    'Reversión de {ref}: {what}',
    'Reversal of {ref}: {what}',
    'Estorno de {ref}: {what}',
    'Annulation de {ref} : {what}',
  ),
  agreed: words('acordado: {what}', 'as agreed: {what}', 'acordado: {what}', 'convenu : {what}'),
  inRole: words('{who} ({role})', '{who} ({role})', '{who} ({role})', '{who} ({role})'),
  suppliers: words('Proveedores', 'Suppliers', 'Fornecedores', 'Fournisseurs'),
  bank: words('Banco', 'Bank', 'Banco', 'Banque'),
  stages: words('Etapas', 'Stages', 'Etapas', 'Étapes'),
} as const satisfies Readonly<Record<string, Words>>;

export const phaseWords: Readonly<Record<Phase, Words>> = {
  identification: words('Identificación', 'Identification', 'Identificação', 'Identification'),
  'negotiation-and-formulation': words(
    'Negociación y formulación',
    'Negotiation and formulation',
    'Negociação e formulação',
    'Négociation et formulation',
  ),
  implementation: words('Ejecución y seguimiento', 'Implementation', 'Execução', 'Mise en œuvre'),
  evaluation: words('Evaluación', 'Evaluation', 'Avaliação', 'Évaluation'),
};

export const outcomeWords: Readonly<Record<StageOutcome, Words>> = {
  completed: words('finalizada', 'completed', 'concluída', 'achevée'),
  'not-funded': words('sin financiación', 'not funded', 'sem financiamento', 'sans financement'),
  cancelled: words('cancelada', 'cancelled', 'cancelada', 'annulée'),
};

export const evaluationWords: Readonly<Record<EvaluationKind, Words>> = {
  'mid-term': words('Evaluación intermedia', 'Mid-term evaluation', 'Avaliação intermédia', 'Évaluation à mi-parcours'),
  final: words('Evaluación final', 'Final evaluation', 'Avaliação final', 'Évaluation finale'),
  'ex-post': words('Evaluación ex post', 'Ex-post evaluation', 'Avaliação ex post', 'Évaluation ex post'),
  self: words('Autoevaluación', 'Self-evaluation', 'Autoavaliação', 'Auto-évaluation'),
  external: words('Evaluación externa', 'External evaluation', 'Avaliação externa', 'Évaluation externe'),
  peer: words('Evaluación entre pares', 'Peer evaluation', 'Avaliação entre pares', 'Évaluation par les pairs'),
};

export const successWords: Readonly<Record<EvaluationOutcome, Words>> = {
  successful: words('con éxito', 'successful', 'com êxito', 'réussie'),
  'partly-successful': words('con éxito parcial', 'partly successful', 'com êxito parcial', 'partiellement réussie'),
  unsuccessful: words('sin éxito', 'unsuccessful', 'sem êxito', 'échec'),
  inconclusive: words('no concluyente', 'inconclusive', 'inconclusiva', 'non concluante'),
};

export const roleWords: Readonly<Record<PartnerRole, Words>> = {
  proposer: words('proponente', 'proposer', 'proponente', 'initiateur'),
  funder: words('financiador', 'funder', 'financiador', 'bailleur'),
  executor: words('ejecutor', 'executor', 'executor', 'exécutant'),
  counterpart: words('contraparte', 'counterpart', 'contraparte', 'contrepartie'),
  beneficiary: words('beneficiario', 'beneficiary', 'beneficiário', 'bénéficiaire'),
  evaluator: words('evaluador', 'evaluator', 'avaliador', 'évaluateur'),
  secretariat: words('secretaría', 'secretariat', 'secretaria', 'secrétariat'),
  coordinator: words('coordinador', 'coordinator', 'coordenador', 'coordonnateur'),
  supervisor: words('supervisor', 'supervisor', 'supervisor', 'superviseur'),
  facilitator: words('facilitador', 'facilitator', 'facilitador', 'facilitateur'),
  observer: words('observador', 'observer', 'observador', 'observateur'),
};

/** On which side of the exchange a partner stands, beside its role. */
export const exchangeWords: Readonly<Record<ExchangeSide, Words>> = {
  provides: words('aporta', 'provides', 'aporta', 'apporte'),
  receives: words('recibe', 'receives', 'recebe', 'reçoit'),
  both: words('aporta y recibe', 'provides and receives', 'aporta e recebe', 'apporte et reçoit'),
};

/** A text of the exporter with its facts filled in. */
export const filled = (text: Words, facts: Readonly<Record<string, Words | string>>): Words =>
  everyLanguage((language) =>
    text[language].replaceAll(/\{(\w+)\}/g, (whole, name: string) => {
      const fact = facts[name];
      return fact === undefined ? whole : typeof fact === 'string' ? fact : fact[language];
    }),
  );

/** Texts joined in each language; what is absent is left out. */
export const joined = (parts: readonly (Words | string | undefined)[], separator: string): Words =>
  everyLanguage((language) =>
    parts
      .filter((part) => part !== undefined)
      .map((part) => (typeof part === 'string' ? part : part[language]))
      .join(separator),
  );

/** A text and the id of the thing that it is about. */
export const named = (text: keyof typeof published, id: string): Words => {
  const { es, en, pt, fr } = published[text];
  return words(`${es}: ${id}`, `${en}: ${id}`, `${pt}: ${id}`, `${fr}: ${id}`);
};

/** How much of what was given in kind, and how its value was found. */
export const measured = ({ quantity, unit, method }: Valuation): string => `${quantity} ${unit} (${method})`;

function everyLanguage(make: (language: Language) => string): Words {
  const [es, en, pt, fr] = languages.map(make) as [string, string, string, string];
  return { es, en, pt, fr };
}

/** In which languages a fund speaks: its own first, then the others that its name has. */
export const spokenBy = (own: Language, name: DomainNarratives): readonly Language[] => [
  own,
  ...languages.filter((language) => language !== own && name[language] !== undefined),
];

/** The exporter's words as narratives in those languages; the first is the file's own and goes unmarked. */
export const say = (spoken: readonly Language[], text: Words): Narrative[] =>
  spoken.map((language, index) => (index === 0 ? { text: text[language] } : { text: text[language], lang: language }));

/** What somebody wrote, in the languages in which they wrote it. */
export const quote = (own: Language, text: DomainNarratives): Narrative[] =>
  [own, ...languages.filter((each) => each !== own)].flatMap((language) => {
    const written = text[language];
    if (written === undefined) return [];
    return [language === own ? { text: written } : { text: written, lang: language }];
  });

/** A text of somebody's own in every language of the product: in its own where it has it, else in the nearest it has. */
export function inWords(text: DomainNarratives, own: Language, after = ''): Words {
  const fallback = text[own] ?? text.es ?? text.en ?? text.pt ?? text.fr ?? '';
  return everyLanguage((language) => `${text[language] ?? fallback}${after}`);
}
