import type { Branded } from './ids.js';

/** An ISO 4217 alphabetic code that the table below carries. */
export type Currency = Branded<'Currency'>;

/**
 * Decimals of the minor unit, frozen from ISO 4217 list one (and list three for the retired codes that IATI still
 * names). A table of our own, because records must keep their form for ever: `Intl` says 0 for COP where ISO says 2.
 * XDR has no minor unit in ISO; funds keep it in hundredths.
 */
const codesByDecimals: Readonly<Record<number, string>> = {
  0: 'BIF BYR CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
    'CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EEK EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HRK HTG ' +
    'HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL LTL LVL MAD MDL MGA MKD MMK MNT MOP MRO MRU MUR ' +
    'MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP ' +
    'SLE SLL SOS SRD SSP STD STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN USS UYU UZS VED VEF VES WST XAD ' +
    'XCD XCG XDR YER ZAR ZMK ZMW ZWG ZWL',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};

const decimals: ReadonlyMap<string, number> = new Map(
  Object.entries(codesByDecimals).flatMap(([digits, codes]) => codes.split(' ').map((code) => [code, Number(digits)] as const)),
);

export const isCurrency = (text: string): text is Currency => decimals.has(text);

/** Brands a currency code. Throws `RangeError` for a code that ISO 4217 does not have. */
export function currency(text: string): Currency {
  if (!isCurrency(text)) throw new RangeError(`not an ISO 4217 currency: ${JSON.stringify(text)}`);
  return text;
}

/** How many decimals the currency's minor unit has: 2 for USD, 0 for JPY, 3 for TND. */
export const decimalsOf = (code: Currency): number => decimals.get(code)!;

/** All codes, sorted. */
export const currencies: readonly Currency[] = [...decimals.keys()].sort() as Currency[];
