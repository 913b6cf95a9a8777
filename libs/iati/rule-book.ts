import type { Instant, LocalDate } from '#kernel/time';

/** A rule of publishing: how grave a breach is, and what would be right instead. */
interface Rule {
  readonly severity: 'error' | 'warning';
  readonly en: string;
  readonly es: string;
}

const error = (en: string, es: string): Rule => ({ severity: 'error', en, es });
const warning = (en: string, es: string): Rule => ({ severity: 'warning', en, es });

const spaces = (): Rule => warning('Without white space before or after it.', 'Sin espacios antes ni después.');
const symbols = (): Rule => warning('Without the symbols / & | ?', 'Sin los símbolos / & | ?');
const named = (): Rule =>
  error('An organisation with an identifier or a name.', 'Una organización con identificador o nombre.');
const order = (): Rule => error('A start that is not after the end.', 'Un inicio que no sea posterior al fin.');
const hundred = (): Rule => error('Percentages that add up to 100 exactly.', 'Porcentajes que sumen exactamente 100.');
const eachShare = (): Rule => error('A percentage for each of them.', 'Un porcentaje para cada uno.');
const onlyShare = (): Rule =>
  error('No percentage, or 100, where there is only one.', 'Sin porcentaje, o 100, cuando hay uno solo.');
const range = (): Rule => error('A decimal from 0 to 100.', 'Un decimal de 0 a 100.');
const measured = (): Rule =>
  error('A value, since the measure is not qualitative.', 'Un valor, pues la medida no es cualitativa.');
const numeric = (): Rule =>
  warning('A number, since the measure is not qualitative.', 'Un número, pues la medida no es cualitativa.');
const valueless = (): Rule => warning('No value: the measure is qualitative.', 'Sin valor: la medida es cualitativa.');

/**
 * Every rule that `check` applies. A numbered one is of IATI's own ruleset 2.03 (its severity and scope; where the
 * official validator looks at the first transaction only, we look at all); a named one is ours, for what that ruleset
 * and the schema leave open or what the schema would refuse later with a worse message. Names are stable. The official
 * validator spares organisations that its registry knows from 1.14.8 and the rules on symbols; we have no registry here.
 */
export const ruleBook = {
  // IATI ruleset 2.03: identifiers.
  '1.1.3': error(
    "An identifier other than the reporting organisation's own.",
    'Un identificador distinto del de la organización que informa.',
  ),
  '1.1.21': warning(
    "The reporting organisation's identifier, a hyphen, and a part of the activity's own.",
    'El identificador de la organización que informa, un guion y una parte propia de la actividad.',
  ),
  '1.3.1': spaces(),
  '1.3.13': symbols(),
  '1.4.1': spaces(),
  '1.5.1': spaces(),
  '1.6.1': spaces(),
  '1.7.1': spaces(),
  '1.8.1': spaces(),
  '1.8.13': symbols(),
  '1.9.1': spaces(),
  '1.10.1': spaces(),
  '1.10.13': symbols(),
  '1.11.1': spaces(),
  '1.11.13': symbols(),
  '1.14.1': spaces(),
  '1.14.8': warning(
    'An organisation identifier that begins with the code of a registration agency (org-id.guide) and a hyphen.',
    'Un identificador que empiece con el código de una agencia de registro (org-id.guide) y un guion.',
  ),
  '1.14.13': symbols(),
  '1.15.1': spaces(),
  '1.15.13': symbols(),
  '1.16.1': spaces(),
  '6.8.1': named(),
  '6.9.1': named(),
  '6.9.2': named(),
  '6.10.1': named(),
  // Classifications and places.
  '2.1.1': eachShare(),
  '2.1.2': hundred(),
  '2.1.4': onlyShare(),
  '2.2.1': error('A text for a sector of an own vocabulary.', 'Un texto para un sector de vocabulario propio.'),
  '3.1.1': eachShare(),
  '3.1.2': hundred(),
  '3.1.4': onlyShare(),
  '3.4.1': eachShare(),
  '3.4.2': hundred(),
  '3.4.4': onlyShare(),
  '3.6.2': error(
    'Countries and regions at the activity or at its transactions, not at both.',
    'Países y regiones en la actividad o en sus transacciones, no en ambas.',
  ),
  '3.7.1': error('A country or a region.', 'Un país o una región.'),
  '3.7.2': error(
    'A country or a region at every transaction, or at the activity.',
    'Un país o una región en cada transacción, o en la actividad.',
  ),
  '6.2.2': error('A sector.', 'Un sector.'),
  '6.6.2': error(
    'Sectors at the activity or at its transactions, not at both.',
    'Sectores en la actividad o en sus transacciones, no en ambas.',
  ),
  '6.7.2': error('A sector at every transaction, or at the activity.', 'Un sector en cada transacción, o en la actividad.'),
  '6.13.1': error('A text for a marker of an own vocabulary.', 'Un texto para un marcador de vocabulario propio.'),
  '6.14.1': error('A significance for an OECD DAC marker.', 'Una significancia para un marcador OCDE CAD.'),
  '12.1.1': range(),
  '12.2.1': range(),
  '12.3.1': range(),
  '102.1.1': warning(
    'An OECD DAC sector beside those of other vocabularies.',
    'Un sector OCDE CAD junto a los de otros vocabularios.',
  ),
  '107.1.1': warning(
    'An OECD DAC aid type beside those of other vocabularies.',
    'Un tipo de ayuda OCDE CAD junto a los de otros vocabularios.',
  ),
  '107.1.2': warning('One aid type per vocabulary.', 'Un tipo de ayuda por vocabulario.'),
  '107.2.1': warning(
    'An OECD DAC aid type beside those of other vocabularies.',
    'Un tipo de ayuda OCDE CAD junto a los de otros vocabularios.',
  ),
  '107.2.2': warning('One aid type per vocabulary.', 'Un tipo de ayuda por vocabulario.'),
  // Dates, texts, money, results.
  '4.1.1': error(
    'A language for the activity, or for each of its texts.',
    'Un idioma para la actividad, o para cada uno de sus textos.',
  ),
  '4.3.1': error('A title with text.', 'Un título con texto.'),
  '4.4.1': error('A description with text.', 'Una descripción con texto.'),
  '6.11.1': error('A planned or an actual start.', 'Un inicio previsto o real.'),
  '7.5.3': error('A period of at most a year.', 'Un período de a lo sumo un año.'),
  '8.6.1': order(),
  '8.6.3': order(),
  '8.8.1': measured(),
  '8.8.2': numeric(),
  '8.8.3': valueless(),
  '8.9.1': measured(),
  '8.9.2': numeric(),
  '8.9.3': valueless(),
  '8.10.1': measured(),
  '8.10.2': numeric(),
  '8.10.3': valueless(),
  '11.1.1': error('A moment not after that of the file.', 'Un momento no posterior al del archivo.'),
  '11.1.2': order(),
  '11.1.3': order(),
  '11.1.4': error('A date that is not in the future.', 'Una fecha que no sea futura.'),
  '11.1.5': error('A date that is not in the future.', 'Una fecha que no sea futura.'),
  '11.2.1': error('A date that is not in the future.', 'Una fecha que no sea futura.'),
  '11.2.2': error('A date that is not in the future.', 'Una fecha que no sea futura.'),
  // Ours: the file.
  'identifier-missing': error('An identifier.', 'Un identificador.'),
  'identifier-repeated': error(
    'An identifier that no other activity of the file has.',
    'Un identificador que ninguna otra actividad del archivo tenga.',
  ),
  'reporting-org-differs': error(
    'The same reporting organisation in the whole file.',
    'La misma organización que informa en todo el archivo.',
  ),
  'related-activity-unknown': warning(
    'An activity of this file, or of another publisher.',
    'Una actividad de este archivo, o de otra organización.',
  ),
  'related-activity-itself': error('Another activity.', 'Otra actividad.'),
  // Ours: texts and codes.
  'text-unwritable': error('Characters that XML 1.0 can carry.', 'Caracteres que XML 1.0 admite.'),
  'text-blank': error('A text, or none at all.', 'Un texto, o ninguno.'),
  'text-missing': error('At least one text.', 'Al menos un texto.'),
  'element-missing': error('At least one.', 'Al menos uno.'),
  'code-unknown': error('A code of the IATI list.', 'Un código de la lista de IATI.'),
  'code-withdrawn': warning('A code that is still in use.', 'Un código aún vigente.'),
  'vocabulary-uri-missing': warning('Where an own vocabulary is explained.', 'Dónde se explica un vocabulario propio.'),
  'address-unusable': warning(
    'An address that begins with https:// or http://',
    'Una dirección que empiece con https:// o http://',
  ),
  'contact-person': warning('The mailbox of a role: no person, no telephone.', 'El buzón de un cargo: ni persona ni teléfono.'),
  'point-outside': error(
    'A latitude from -90 to 90 and a longitude from -180 to 180.',
    'Una latitud de -90 a 90 y una longitud de -180 a 180.',
  ),
  'transaction-percentage': error('No percentage at a transaction.', 'Sin porcentaje en una transacción.'),
  // Ours: dates by status.
  'activity-date-repeated': error('One date of each type.', 'Una fecha de cada tipo.'),
  'actual-start-missing': error(
    'An actual start: the status says that it has begun.',
    'Un inicio real: el estado dice que ha comenzado.',
  ),
  'actual-end-missing': error(
    'An actual end: the status says that it has ended.',
    'Un fin real: el estado dice que ha terminado.',
  ),
  'planned-end-missing': warning('A planned end, while it has not ended.', 'Un fin previsto, mientras no termine.'),
  'status-behind': warning('The status that follows from its actual dates.', 'El estado que resulta de sus fechas reales.'),
  // Ours: money.
  'budget-negative': error('An amount that is not negative.', 'Un monto que no sea negativo.'),
  'budget-overlap': error(
    'Budgets of one type whose periods do not overlap.',
    'Presupuestos de un tipo cuyos períodos no se solapen.',
  ),
  'planned-disbursement-negative': error('An amount that is not negative.', 'Un monto que no sea negativo.'),
  'planned-disbursement-end-missing': warning('An end of the period.', 'Un fin del período.'),
  'planned-disbursement-past': warning('A period that has not ended.', 'Un período que no haya terminado.'),
  'planned-disbursement-long': warning('A period of at most a quarter.', 'Un período de a lo sumo un trimestre.'),
  'planned-disbursement-party-missing': warning('A provider and a receiver.', 'Un proveedor y un receptor.'),
  'transaction-ref-missing': warning('A ref that tells it from the others.', 'Una ref que la distinga de las demás.'),
  'transaction-ref-repeated': error(
    'A ref that no other transaction of the activity has.',
    'Una ref que ninguna otra transacción de la actividad tenga.',
  ),
  'transaction-provider-missing': error('A provider.', 'Un proveedor.'),
  'transaction-receiver-missing': error('A receiver.', 'Un receptor.'),
  'expenditure-receiver-missing': warning(
    'A receiver of the expenditure, where it can be named.',
    'Un receptor del gasto, si puede nombrarse.',
  ),
  'transaction-activity-id-missing': warning(
    'The activity that the money comes from or goes to.',
    'La actividad de donde viene o a donde va el dinero.',
  ),
  'transaction-activity-id-differs': warning(
    'This activity, on its own side of the transaction.',
    'Esta actividad, en su lado de la transacción.',
  ),
  'transaction-description-missing': warning('A text that says what it is.', 'Un texto que diga qué es.'),
  'transaction-zero': warning('An amount other than zero.', 'Un monto distinto de cero.'),
  'disbursed-over-committed': error(
    'Disbursements up to what was committed to the same receiver.',
    'Desembolsos hasta lo comprometido con el mismo receptor.',
  ),
  'refunded-over-paid': error(
    'Refunds and reversals up to what they reduce.',
    'Reintegros y reversiones hasta lo que reducen.',
  ),
} as const satisfies Readonly<Record<string, Rule>>;

export type RuleId = keyof typeof ruleBook;

/** What the checks of one activity need to know besides it. */
export interface Setting {
  /** The day on which the file is published, in the fund's time zone: later dates are in the future. */
  readonly today: LocalDate;
  /** When the file was generated. */
  readonly generatedDatetime: Instant;
  /** Reports a breach. */
  readonly report: (rule: RuleId, path: string, value?: string) => void;
}
