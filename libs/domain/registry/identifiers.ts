import { z } from 'zod';
import { registrationAgencies } from '#kernel/agencies';
import { complementOf11, luhn, mod97, risingWeights, weightedSum } from '#kernel/check-digits';
import type { Language } from '../field-errors.js';
import * as field from '../fields.js';

type Texts = Readonly<Record<Language, string>>;

/** A registration of an organisation: `agency` is a code of org-id.guide, `id` the number there in the register's own form. */
export interface Identifier {
  readonly agency: string;
  readonly id: string;
}

/** What is known of the numbers of one register. */
interface Scheme {
  /** What the number looks like once points, hyphens and spaces are gone (or kept, where `keeps` says which). */
  readonly form: RegExp;
  /** The form in words. */
  readonly words: Texts;
  readonly example: string;
  /** Separators that belong to the number; all others among `. - / space` are dropped. */
  readonly keeps?: RegExp;
  /** Whether a number of the right form is one that persons get: the registry is for organisations. */
  readonly isPerson?: (id: string) => boolean;
  /** The number up to its check digits, and the ones that belong there; undefined when it came without. */
  readonly check?: (id: string) => { readonly body: string; readonly digits: string } | undefined;
  /** How org-id.guide writes it in an organisation identifier, where that is not as it came. */
  readonly written?: (id: string) => string;
}

const digits = (n: number | string): Texts => ({ en: `${n} digits`, es: `${n} dígitos` });

/** Checks a number whose last `length` characters follow from those before. */
const closing =
  (length: number, digitsOf: (body: string) => string): NonNullable<Scheme['check']> =>
  (id) => ({ body: id.slice(0, -length), digits: digitsOf(id.slice(0, -length)) });

/** Checks with weights and modulus 11, where 11 is written as 0 and 10 as `ten`. */
const mod11 = (weights: readonly number[], ten = '0'): NonNullable<Scheme['check']> =>
  closing(1, (body) => {
    const digit = complementOf11(body, weights);
    return digit === 11 ? '0' : digit === 10 ? ten : String(digit);
  });

const nitWeights = [41, 37, 29, 23, 19, 17, 13, 7, 3];
/** DIAN, Orden administrativa 4 of 1989: the remainder itself below 2, otherwise 11 less it. */
const nitDigit = (body: string): string => {
  const rest = weightedSum(body, nitWeights) % 11;
  return String(rest < 2 ? rest : 11 - rest);
};
/** RUES and DIAN number alike; org-id.guide leaves the check digit out, which is checked when it comes. */
const nit: Scheme = {
  form: /^\d{9}\d?$/,
  words: {
    en: '9 digits that begin with 8 or 9, with or without the check digit',
    es: '9 dígitos que empiezan por 8 o 9, con o sin dígito de verificación',
  },
  example: '890900943-1',
  isPerson: (id) => !/^[89]/.test(id),
  check: (id) => (id.length === 9 ? undefined : { body: id.slice(0, 9), digits: nitDigit(id.slice(0, 9)) }),
  written: (id) => id.slice(0, 9),
};

const cnpjDigits = (body: string): string =>
  [12, 13]
    .reduce((text) => {
      const digit = complementOf11(text, risingWeights(text.length, 9));
      return text + (digit > 9 ? '0' : String(digit));
    }, body)
    .slice(-2);

/** Ministry of Finance of Spain: the digit of legal persons, as a figure or as the letter that stands for it. */
function cifControl(id: string): { body: string; digits: string } {
  const body = id.slice(0, -1);
  const digit = Number(luhn(body.slice(1)));
  const letter = 'JABCDEFGHI'[digit]!;
  const lettered = /^[NPQRSW]/.test(id) || (!/^[ABEH]/.test(id) && /[A-J]$/.test(id));
  return { body, digits: lettered ? letter : String(digit) };
}

/** Australian Business Number: the first two digits close the other nine, modulus 89. */
function abnDigits(rest: string): string {
  const sum = weightedSum(rest, [3, 5, 7, 9, 11, 13, 15, 17, 19]);
  return String(((89 - (sum % 89)) % 89) + 10).padStart(2, '0');
}

/**
 * The registers whose numbers have a public form, by code. Sources: org-id.guide for forms and examples; the registers'
 * own rules for check digits. Of a register that is not here only its code is checked.
 */
const schemes: Readonly<Record<string, Scheme>> = {
  // Latin America and the Caribbean
  'AR-CUIT': {
    form: /^\d{11}$/,
    words: { en: '11 digits that begin with 30, 33 or 34', es: '11 dígitos que empiezan por 30, 33 o 34' },
    example: '30-69330706-2',
    isPerson: (id) => !/^3[034]/.test(id),
    check: mod11([5, 4, 3, 2, 7, 6, 5, 4, 3, 2], '9'),
    written: (id) => `${id.slice(0, 2)}-${id.slice(2, 10)}-${id.slice(10)}`,
  },
  'AR-CENOC': {
    form: /^\d{1,6}-?[A-Z]?$/,
    keeps: /-/,
    words: { en: 'a number and a letter', es: 'un número y una letra' },
    example: '9316-A',
  },
  'BO-NIT': { form: /^\d{7,12}$/, words: digits('7-12'), example: '301140029' },
  'BR-CNPJ': {
    // Letters since July 2026 (Instrução Normativa RFB 2.229 of 2024): a character counts its ASCII code less 48.
    form: /^[0-9A-Z]{12}\d{2}$/,
    words: { en: '14 characters, the last two of them digits', es: '14 caracteres, los dos últimos dígitos' },
    example: '02.326.629/0001-51',
    check: closing(2, cnpjDigits),
  },
  'CL-RUT': {
    form: /^\d{7,8}[\dK]$/,
    words: { en: '8 digits and the check digit or K', es: '8 dígitos y el dígito verificador o K' },
    example: '76.424.135-5',
    // The Civil Registry numbers persons below fifty million.
    isPerson: (id) => Number(id.slice(0, -1)) < 50_000_000,
    check: (id) => mod11(risingWeights(id.length - 1, 7), 'K')(id),
  },
  'CO-NIT': nit,
  'CO-RUE': nit,
  'CR-RPJ': {
    form: /^[2-5]\d{9}$/,
    words: { en: '10 digits, N-NNN-NNNNNN', es: '10 dígitos, N-NNN-NNNNNN' },
    example: '3-006-125548',
    written: (id) => `${id.slice(0, 1)}-${id.slice(1, 4)}-${id.slice(4)}`,
  },
  'EC-RUC': {
    // Form alone: the tax service has issued numbers to companies whose check digit does not come out.
    form: /^(0[1-9]|1\d|2[0-4]|30)\d{8}\d{2}[1-9]$/,
    words: {
      en: '13 digits: province, 6 or 9 in the third place, the last three above 000',
      es: '13 dígitos: provincia, 6 o 9 en el tercer lugar, los tres últimos mayores que 000',
    },
    example: '1790027740001',
    isPerson: (id) => !/^..[69]/.test(id),
  },
  'GT-NIT': {
    form: /^\d{1,11}[\dK]$/,
    words: { en: 'a number and its check digit or K', es: 'un número y su dígito verificador o K' },
    example: '7555605-7',
    check: (id) => mod11(risingWeights(id.length - 1, 99), 'K')(id),
    written: (id) => `${id.slice(0, -1)}-${id.slice(-1)}`,
  },
  'HN-RTN': { form: /^\d{14}$/, words: digits(14), example: '05019002058739' },
  'MX-RFC': {
    form: /^[A-ZÑ&]{3,4}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[A-Z0-9]{3}$/,
    words: {
      en: '12 characters: 3 letters, the date YYMMDD and 3 more',
      es: '12 caracteres: 3 letras, la fecha AAMMDD y la homoclave',
    },
    example: 'ABC680524P76',
    isPerson: (id) => id.length === 13,
  },
  'PA-PRP': { form: /^\d{1,12}$/, words: digits('1-12'), example: '5789' },
  'PE-RUC': {
    form: /^\d{11}$/,
    words: { en: '11 digits that begin with 20', es: '11 dígitos que empiezan por 20' },
    example: '20496123116',
    isPerson: (id) => !id.startsWith('20'),
    check: closing(1, (body) => String(complementOf11(body, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 10)),
  },
  'PE-SUNARP': { form: /^\d{8}$/, words: digits(8), example: '12623829' },
  'PY-RUC': {
    form: /^\d{6,9}$/,
    words: {
      en: '8 digits that begin with 80, and the check digit',
      es: '8 dígitos que empiezan por 80 y el dígito verificador',
    },
    example: '80013889-9',
    isPerson: (id) => !/^80\d{7}$/.test(id),
    check: (id) => mod11(risingWeights(id.length - 1, 11))(id),
    written: (id) => `${id.slice(0, -1)}-${id.slice(-1)}`,
  },
  'SV-NIT': {
    // Form alone: numbers that the tax administration shows as examples follow none of the rules that go round.
    form: /^\d{14}$/,
    words: digits(14),
    example: '0614-030915-112-5',
    written: (id) => `${id.slice(0, 4)}-${id.slice(4, 10)}-${id.slice(10, 13)}-${id.slice(13)}`,
  },

  // Funders and the rest of the world
  'AU-ABN': {
    form: /^[1-9]\d{10}$/,
    words: digits(11),
    example: '52093617380',
    check: (id) => ({ body: '', digits: `${abnDigits(id.slice(2))}${id.slice(2)}` }),
  },
  'BE-BCE_KBO': {
    form: /^[01]\d{9}$/,
    words: digits(10),
    example: '0521.749.439',
    check: closing(2, (body) => String(97 - (Number(body) % 97)).padStart(2, '0')),
  },
  'CA-CRA_ACR': { form: /^\d{9}(RR\d{4})?$/, words: digits(9), example: '101182509' },
  'CH-FDJP': {
    form: /^CHE\d{9}$/,
    words: { en: 'CHE and 9 digits', es: 'CHE y 9 dígitos' },
    example: 'CHE-250.363.279',
    check: closing(1, (body) => String(complementOf11(body.slice(3), [5, 4, 3, 2, 7, 6, 5, 4]) % 11)),
  },
  'DK-CVR': { form: /^[1-9]\d{7}$/, words: digits(8), example: '36729929', check: mod11([2, 7, 6, 5, 4, 3, 2]) },
  'ES-NIF': {
    form: /^[A-Z\d]\d{7}[A-Z\d]$/,
    words: { en: 'a letter, 7 digits and the control character', es: 'una letra, 7 dígitos y el carácter de control' },
    example: 'G85960730',
    isPerson: (id) => !/^[A-HJNP-SUVW]/.test(id),
    check: cifControl,
  },
  'FI-PRO': {
    form: /^\d{8}$/,
    words: { en: '7 digits and the check digit', es: '7 dígitos y el dígito verificador' },
    example: '0112038-9',
    check: mod11([7, 9, 10, 5, 8, 4, 2]),
    written: (id) => `${id.slice(0, 7)}-${id.slice(7)}`,
  },
  'FR-RCS': {
    form: /^\d{9}(\d{5})?$/,
    words: { en: 'a SIREN of 9 digits or a SIRET of 14', es: 'un SIREN de 9 dígitos o un SIRET de 14' },
    example: '799 640 131',
    check: (id) => (id.length === 14 ? undefined : { body: id.slice(0, -1), digits: luhn(id.slice(0, -1)) }),
  },
  'GB-CHC': { form: /^\d{6,7}$/, words: digits('6-7'), example: '1090095' },
  'GB-COH': {
    form: /^([A-Z]{2}\d{6}|\d{8})$/,
    words: { en: '8 digits, or 2 letters and 6 digits', es: '8 dígitos, o 2 letras y 6 dígitos' },
    example: '09506232',
  },
  'GB-NIC': { form: /^1\d{5}$/, words: digits(6), example: '100019' },
  'GB-SC': { form: /^SC\d{6}$/, words: { en: 'SC and 6 digits', es: 'SC y 6 dígitos' }, example: 'SC042386' },
  'IE-CHY': { form: /^\d{8}$/, words: digits(8), example: '20015763' },
  'IE-CRO': { form: /^\d{1,6}$/, words: digits('1-6'), example: '549061' },
  'IT-CF': {
    form: /^\d{11}$|^[A-Z]{6}[A-Z\d]{10}$/,
    words: digits(11),
    example: '80078410588',
    isPerson: (id) => id.length === 16,
    check: (id) => (id.length === 16 ? undefined : closing(1, luhn)(id)),
  },
  'NL-KVK': { form: /^\d{8}$/, words: digits(8), example: '41202535' },
  'NO-BRC': { form: /^[89]\d{8}$/, words: digits(9), example: '972417920', check: mod11([3, 2, 7, 6, 5, 4, 3, 2], '-') },
  'PT-NIPPC': {
    form: /^\d{9}$/,
    words: { en: '9 digits that begin with 5, 6 or 9', es: '9 dígitos que empiezan por 5, 6 o 9' },
    example: '502854227',
    isPerson: (id) => !/^[569]/.test(id),
    check: mod11([9, 8, 7, 6, 5, 4, 3, 2]),
  },
  'SE-ON': {
    form: /^\d{10}$/,
    words: digits(10),
    example: '556091-2148',
    // Numbers of organisations have at least 20 where a person has the month of birth.
    isPerson: (id) => Number(id.slice(2, 4)) < 20,
    check: closing(1, luhn),
    written: (id) => `${id.slice(0, 6)}-${id.slice(6)}`,
  },
  'US-EIN': { form: /^\d{9}$/, words: digits(9), example: '03-0413726', written: (id) => `${id.slice(0, 2)}-${id.slice(2)}` },
  'US-SAM': {
    form: /^[A-HJ-NP-Z1-9][A-HJ-NP-Z\d]{11}$/,
    words: { en: '12 letters and digits, without I and O', es: '12 letras y dígitos, sin I ni O' },
    example: 'T53MCMLTWK59',
  },

  // Of no one country
  'XI-LEI': {
    form: /^[A-Z\d]{18}\d{2}$/,
    words: {
      en: '20 characters, the last two of them digits (ISO 17442)',
      es: '20 caracteres, los dos últimos dígitos (ISO 17442)',
    },
    example: '724500PMK2A2M1SQQ228',
    check: closing(2, mod97),
  },
  'XM-DAC': {
    form: /^\d{1,5}(-\d{1,3})?$/,
    keeps: /-/,
    words: {
      en: 'a donor or channel code, with the agency after a hyphen',
      es: 'un código de donante o canal, con la agencia tras un guion',
    },
    example: '41301',
  },
};

/** Codes that org-id.guide has and IATI's list has not taken over yet. */
const newerAgencies: ReadonlySet<string> = new Set(['AR-IGJ', 'CO-NIT', 'ES-RDF', 'NO-BRC', 'US-SAM']);

/** Whether org-id.guide knows a register of this code. */
export const isAgency = (code: string): boolean => registrationAgencies.has(code) || newerAgencies.has(code);

/** Whether IATI's list has it, so that an organisation identifier made of it is known to other systems. */
export const isIatiAgency = (code: string): boolean => registrationAgencies.has(code);

/** What is wrong with a number, and what would be right. */
interface Wrong {
  readonly rule: 'identifier-form' | 'identifier-of-a-person' | 'identifier-check-digit';
  readonly facts: Readonly<Record<string, string | Texts>>;
}

/** The number as its register writes it, or what is wrong with it. Numbers of registers without a known form stay as they are. */
export function checkIdentifier({ agency, id }: Identifier): { readonly id: string } | Wrong {
  const scheme = Object.hasOwn(schemes, agency) ? schemes[agency]! : undefined;
  if (!scheme) return { id };
  const { form, words, example, keeps, isPerson, check, written } = scheme;
  const bare = id.toUpperCase().replaceAll(/[\s./-]/g, (separator) => (keeps?.test(separator) ? separator : ''));
  if (!form.test(bare)) return { rule: 'identifier-form', facts: { agency, words, example } };
  if (isPerson?.(bare)) return { rule: 'identifier-of-a-person', facts: { agency, words, example } };
  const right = check?.(bare);
  if (right && bare !== right.body + right.digits) {
    return { rule: 'identifier-check-digit', facts: { agency, right: right.body + right.digits } };
  }
  return { id: written?.(bare) ?? bare };
}

/** A registration, its number in the register's own form. Refused for an unknown register, a wrong number or one of a person. */
export const identifier = z
  .strictObject({ agency: z.string(), id: field.line(100) })
  .transform((given, context): Identifier => {
    const wrong = (member: keyof Identifier, rule: string, facts: object): never => {
      context.issues.push({ code: 'custom', path: [member], input: given[member], params: { rule, ...facts } });
      return z.NEVER;
    };
    if (!isAgency(given.agency)) return wrong('agency', 'agency', {});
    const checked = checkIdentifier(given);
    return 'rule' in checked ? wrong('id', checked.rule, checked.facts) : { agency: given.agency, id: checked.id };
  })
  .meta({ examples: [{ agency: 'CO-NIT', id: '890900943-1' }] });
