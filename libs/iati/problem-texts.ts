import type { Bilingual, Severity } from './published.js';

/** One thing that can be wrong in a file: how grave, and what to say. `{value}` and `{right}` stand for the figures. */
interface ProblemText extends Bilingual {
  readonly severity: Severity;
}

const error = (en: string, es: string): ProblemText => ({ severity: 'error', en, es });
const warning = (en: string, es: string): ProblemText => ({ severity: 'warning', en, es });
const info = (en: string, es: string): ProblemText => ({ severity: 'info', en, es });

/** Everything that the reader reports. The names are stable: reports and tests keep them. */
export const problemTexts = {
  'not-well-formed': error(
    'The XML is not well formed, so nothing after this line was read: {right}.',
    'El XML no está bien formado; desde esta línea no se leyó nada más: {right}.',
  ),
  'not-activities': error(
    'The file holds <{value}>, not <iati-activities>: nothing of it was read.',
    'El archivo contiene <{value}> y no <iati-activities>: no se leyó nada.',
  ),
  'no-activities': warning('The file holds no activity.', 'El archivo no contiene ninguna actividad.'),
  'doctype-refused': error(
    'A document type declaration can define entities that swell or read other files; nothing after it was read. Remove <!DOCTYPE ...>.',
    'Una declaración DOCTYPE puede definir entidades que crecen o leen otros archivos; desde ahí no se leyó nada. Quite <!DOCTYPE ...>.',
  ),
  'encoding-unknown': error(
    'The encoding {value} is not known here; save the file as UTF-8.',
    'No se conoce la codificación {value}; guarde el archivo en UTF-8.',
  ),
  'encoding-broken': error(
    'The bytes on or soon after this line are not {right}, so nothing after it was read.',
    'Los bytes en esta línea o poco después no son {right}; desde ahí no se leyó nada.',
  ),
  'activity-too-large': error(
    'The activity holds more than {right} characters and was left out.',
    'La actividad tiene más de {right} caracteres y se dejó fuera.',
  ),
  'nested-too-deep': error(
    'Elements lie more than {right} deep in each other here, so nothing after this line was read.',
    'Aquí hay elementos a más de {right} niveles; desde esta línea no se leyó nada más.',
  ),
  'version-other': warning(
    'The file says version {value}; it was read as 2.03 as far as that goes.',
    'El archivo dice versión {value}; se leyó como 2.03 hasta donde se puede.',
  ),
  'version-missing': warning(
    'The file names no version; it was read as 2.03.',
    'El archivo no indica versión; se leyó como 2.03.',
  ),
  'identifier-missing': error(
    'The activity has no iati-identifier, so it was left out with its {right} transactions.',
    'La actividad no tiene iati-identifier; se dejó fuera con sus {right} transacciones.',
  ),
  'identifier-repeated': warning(
    'Another activity of this file has the same identifier.',
    'Otra actividad de este archivo tiene el mismo identificador.',
  ),
  'spaces-trimmed': warning(
    'White space around the identifier was taken off.',
    'Se quitaron los espacios alrededor del identificador.',
  ),
  'element-missing': warning('{value} is missing.', 'Falta {value}.'),
  'part-missing': error('{value} is missing, so the {right} was left out.', 'Falta {value}; se dejó fuera: {right}.'),
  'code-unknown': warning(
    '{value} is not a code of the list {right}; it was left out.',
    '{value} no es un código de la lista {right}; se dejó fuera.',
  ),
  'code-unusable': error(
    '{value} is not a code of the list {right}, so the element was left out.',
    '{value} no es un código de la lista {right}; el elemento se dejó fuera.',
  ),
  'code-unlisted': warning(
    '{value} is not a code of the list {right}; it was kept as it is.',
    '{value} no es un código de la lista {right}; se conservó tal cual.',
  ),
  'transaction-type-unknown': error(
    'The transaction has no type of the list TransactionType ({value}) and was left out.',
    'La transacción no tiene un tipo de la lista TransactionType ({value}) y se dejó fuera.',
  ),
  'transaction-date-unusable': error(
    'The transaction has no date YYYY-MM-DD ({value}) and was left out.',
    'La transacción no tiene fecha AAAA-MM-DD ({value}) y se dejó fuera.',
  ),
  'transaction-ref-repeated': warning(
    'Another transaction of this activity has the same ref.',
    'Otra transacción de esta actividad tiene la misma ref.',
  ),
  'date-unusable': warning(
    '{value} is not a date YYYY-MM-DD; it was left out.',
    '{value} no es una fecha AAAA-MM-DD; se dejó fuera.',
  ),
  'date-shortened': info('{value} was read as {right}.', '{value} se leyó como {right}.'),
  'datetime-unusable': warning(
    '{value} is not a date and time; it was left out.',
    '{value} no es una fecha con hora; se dejó fuera.',
  ),
  'datetime-zone-missing': info(
    '{value} names no time zone; it was read as UTC.',
    '{value} no indica zona horaria; se leyó como UTC.',
  ),
  'amount-missing': error('The amount is empty, so the {right} was left out.', 'El valor está vacío; se dejó fuera: {right}.'),
  'amount-malformed': error(
    '{value} is not a decimal, so it was left out. {right}',
    '{value} no es un decimal; se dejó fuera. {right}',
  ),
  'amount-decimals': warning(
    '{value} has more decimals than the currency. {right}',
    '{value} tiene más decimales que la moneda. {right}',
  ),
  'amount-too-large': error(
    '{value} is larger than a ledger carries; check its unit.',
    '{value} es mayor de lo que admite un libro; revise la unidad.',
  ),
  'amount-ambiguous': warning(
    '{value} was read as it stands; if the point separates thousands, write {right}.',
    '{value} se leyó tal cual; si el punto separa miles, escriba {right}.',
  ),
  'currency-missing': error(
    'Neither the amount {value} nor the activity names a currency, so the {right} was left out.',
    'Ni el valor {value} ni la actividad indican moneda; se dejó fuera: {right}.',
  ),
  'currency-unknown': error(
    '{value} is not an ISO 4217 currency that we know; the amount has no minor units.',
    '{value} no es una moneda ISO 4217 conocida; el valor queda sin unidades menores.',
  ),
  'currency-case': info('{value} was read as {right}.', '{value} se leyó como {right}.'),
  'value-date-missing': warning('The amount names no value date.', 'El valor no indica fecha valor.'),
  'percentage-malformed': warning(
    '{value} is not a percentage from 0 to 100; it was left out.',
    '{value} no es un porcentaje de 0 a 100; se dejó fuera.',
  ),
  'number-malformed': warning('{value} is not a {right}; it was left out.', '{value} no es {right}; se dejó fuera.'),
  'narrative-blank': info('The text is blank and was left out.', 'El texto está vacío y se dejó fuera.'),
  'narrative-bare': info(
    'The text stands outside a narrative; it was read all the same.',
    'El texto está fuera de narrative; se leyó igual.',
  ),
  'element-not-read': info('This element is not read.', 'Este elemento no se lee.'),
  'attribute-not-read': info('This attribute is not read.', 'Este atributo no se lee.'),
  'text-not-read': info('The text inside this element is not read.', 'El texto dentro de este elemento no se lee.'),
  'foreign-not-read': info(
    'An element or attribute of another namespace is not read.',
    'No se lee un elemento o atributo de otro espacio de nombres.',
  ),
} as const satisfies Readonly<Record<string, ProblemText>>;

export type ProblemRule = keyof typeof problemTexts;

/** The text of a problem with its figures filled in. */
export const problemMessage = (rule: ProblemRule, value: string, right: Bilingual): Bilingual => ({
  en: filled(problemTexts[rule].en, value, right.en),
  es: filled(problemTexts[rule].es, value, right.es),
});

const filled = (text: string, value: string, right: string): string =>
  text.replace(/\{(value|right)\}/g, (_, name: string) => (name === 'value' ? value : right)).trim();
