import { describe, expect, test } from '@jest/globals';
import { registryBook } from '#kernel/ids';
import { checkIdentifier, isAgency } from '#domain/registry/identifiers';
import { given } from '../../../test/support/given.js';

const partner = (agency: string, id: string) => ({
  partnerId: 'p-1',
  name: 'Agua para todos',
  kind: 'ngo',
  identifiers: [{ agency, id }],
});

/** Examples of org-id.guide and of the registers themselves, and how a published identifier writes them. */
const right: readonly (readonly [agency: string, id: string, written?: string])[] = [
  ['AR-CUIT', '30-69330706-2'],
  ['AR-CUIT', '30707373446', '30-70737344-6'],
  ['AR-CENOC', '9316-A'],
  ['BO-NIT', '301140029'],
  ['BR-CNPJ', '02326629-0001-51', '02326629000151'],
  ['BR-CNPJ', '24367342-0001-02', '24367342000102'],
  ['BR-CNPJ', '12.ABC.345/01DE-35', '12ABC34501DE35'],
  ['CL-RUT', '764241355'],
  ['CL-RUT', '61.602.121-4', '616021214'],
  ['CO-NIT', '890.900.943-1', '890900943'],
  ['CO-NIT', '830008886'],
  ['CO-RUE', '900876653-3', '900876653'],
  ['CR-RPJ', '3-006-125548'],
  ['EC-RUC', '1790027740001'],
  ['GT-NIT', '7555605-7'],
  ['GT-NIT', '576937-k', '576937-K'],
  ['HN-RTN', '05019002058739'],
  ['MX-RFC', 'ABC680524P-76', 'ABC680524P76'],
  ['PE-RUC', '20496123116'],
  ['PE-RUC', '20510446497'],
  ['PY-RUC', '80013889-9'],
  ['PY-RUC', '80007525-0'],
  ['SV-NIT', '0614-030915-112-5'],
  ['SV-NIT', '0614-241287-102-5'],
  ['AU-ABN', '52093617380'],
  ['BE-BCE_KBO', '0521.749.439', '0521749439'],
  ['CH-FDJP', 'CHE-250.363.279', 'CHE250363279'],
  ['CH-FDJP', 'CHE106009709'],
  ['DK-CVR', '36729929'],
  ['ES-NIF', 'G02766913'],
  ['ES-NIF', 'G-85960730', 'G85960730'],
  ['FI-PRO', '0112038-9'],
  ['FR-RCS', '799 640 131', '799640131'],
  ['FR-RCS', '512 788 308 00025', '51278830800025'],
  ['GB-CHC', '279417'],
  ['GB-COH', '09506232'],
  ['GB-SC', 'SC042386'],
  ['IT-CF', '80078410588'],
  ['NL-KVK', '41202535'],
  ['NO-BRC', '972417920'],
  ['PT-NIPPC', '502854227'],
  ['SE-ON', '556091-2148'],
  ['US-EIN', '03-0413726'],
  ['US-SAM', 'T53MCMLTWK59'],
  ['XI-LEI', '724500PMK2A2M1SQQ228'],
  ['XM-DAC', '963-1'],
  ['XM-DAC', '7'],
  ['CO-CCB', 'S0001234'],
];

describe('the number of an organisation', () => {
  test.each(right)('%s %s is taken, in the form of its register', (agency, id, written = id) => {
    expect(checkIdentifier({ agency, id })).toEqual({ id: written });
  });

  test.each([
    ['AR-CUIT', '30-69330706-3', '30693307062'],
    ['BR-CNPJ', '02326629-0001-52', '02326629000151'],
    ['BR-CNPJ', '12ABC34501DE36', '12ABC34501DE35'],
    ['CL-RUT', '76424135-K', '764241355'],
    ['CO-NIT', '890900943-2', '8909009431'],
    ['GT-NIT', '576937-1', '576937K'],
    ['PE-RUC', '20496123117', '20496123116'],
    ['PY-RUC', '80013889-1', '800138899'],
    ['AU-ABN', '53093617380', '52093617380'],
    ['BE-BCE_KBO', '0521749440', '0521749439'],
    ['CH-FDJP', 'CHE250363270', 'CHE250363279'],
    ['ES-NIF', 'G02766914', 'G02766913'],
    ['FR-RCS', '799640132', '799640131'],
    ['NO-BRC', '972417921', '972417920'],
    ['SE-ON', '556091-2149', '5560912148'],
    ['XI-LEI', '724500PMK2A2M1SQQ229', '724500PMK2A2M1SQQ228'],
  ])('%s %s does not fit its check digits', (agency, id, should) => {
    expect(checkIdentifier({ agency, id })).toEqual({ rule: 'identifier-check-digit', facts: { agency, right: should } });
  });

  test.each([
    ['AR-CUIT', '20-12345678-6'],
    ['CL-RUT', '12345678-5'],
    ['CO-NIT', '123456789'],
    ['EC-RUC', '1710034065001'],
    ['ES-NIF', '12345678Z'],
    ['IT-CF', 'RSSMRA85T10A562S'],
    ['MX-RFC', 'GODE561231GR8'],
    ['PE-RUC', '10412345678'],
    ['PT-NIPPC', '123456789'],
    ['PY-RUC', '1234567-9'],
    ['SE-ON', '811218-9876'],
  ])('%s %s is that of a person, and is refused', (agency, id) => {
    expect(checkIdentifier({ agency, id })).toMatchObject({ rule: 'identifier-of-a-person' });
  });

  test('has the form of its register', () => {
    expect(checkIdentifier({ agency: 'HN-RTN', id: '0501-1999' })).toMatchObject({ rule: 'identifier-form' });
    expect(checkIdentifier({ agency: 'NL-KVK', id: '4120253' })).toMatchObject({ rule: 'identifier-form' });
  });

  test('stands in a register that org-id.guide knows', () => {
    expect(['CO-NIT', 'CO-CCB', 'XI-LEI'].map(isAgency)).toEqual([true, true, true]);
    given().when('partner.register', partner('CO-NONE', '1'), {}, registryBook).isWrongIn('identifiers[0].agency');
  });
});

describe('whoever gets it wrong', () => {
  const expectations = (agency: string, id: string) =>
    (['en', 'es'] as const).map((language) => {
      const { book } = given();
      const outcome = book.submit('partner.register', registryBook, partner(agency, id), { language });
      return outcome.kind === 'invalid' ? outcome.errors[0]!.expected : outcome.kind;
    });

  test('is told what would be right, in both languages', () => {
    expect(expectations('CO-NIT', '890900943-2')).toEqual([
      'another number: the check digits do not fit; with them this one would be 8909009431',
      'otro número: el dígito verificador no corresponde; con el correcto sería 8909009431',
    ]);
    expect(expectations('HN-RTN', '1')).toEqual([
      'a number of HN-RTN: 14 digits, e.g. 05019002058739',
      'un número de HN-RTN: 14 dígitos, p. ej. 05019002058739',
    ]);
    expect(expectations('MX-RFC', 'GODE561231GR8')).toEqual([
      'the number of an organisation, not of a person: 12 characters: 3 letters, the date YYMMDD and 3 more, e.g. ABC680524P76',
      'el número de una organización, no de una persona: 12 caracteres: 3 letras, la fecha AAMMDD y la homoclave, p. ej. ABC680524P76',
    ]);
    expect(expectations('XX-YY', '1')[1]).toBe('un registro de org-id.guide, p. ej. CO-NIT o BR-CNPJ');
  });
});
