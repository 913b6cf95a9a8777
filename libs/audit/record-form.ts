import type { Json } from '#kernel/canonical';
import { idPattern } from '#kernel/ids';
import { isInstant, isLocalDate } from '#kernel/time';

/** What is wrong with the form of a record: `found` is where `expected` should be. */
export interface FormFault {
  readonly expected: string;
  readonly found: string;
}

/** A JSON object, once parsed. */
export type JsonObject = { readonly [member: string]: Json | undefined };

interface MemberForm {
  readonly holds: (value: Json) => boolean;
  readonly form: string;
  readonly optional?: true;
}

const count: MemberForm = {
  holds: (value) => Number.isSafeInteger(value) && (value as number) >= 1,
  form: 'an integer from 1 to 9007199254740991',
};
const text: MemberForm = { holds: (value) => typeof value === 'string' && value !== '', form: 'a text, not empty' };
const maybeText: MemberForm = { ...text, optional: true };
const book: MemberForm = {
  holds: (value) => typeof value === 'string' && idPattern.test(value),
  form: '1 to 64 of A-Z a-z 0-9 _ -',
};

// Every member that a record may have: the table of docs/formats/journal.md.
const recordForm: Readonly<Record<string, MemberForm>> = {
  book,
  position: count,
  stream: { holds: isStreamName, form: 'kind:id, each 1 to 64 of A-Z a-z 0-9 _ -' },
  version: count,
  type: text,
  schemaVersion: count,
  valueDate: { holds: (value) => typeof value === 'string' && isLocalDate(value), form: 'a date, YYYY-MM-DD' },
  recordedAt: { holds: (value) => typeof value === 'string' && isInstant(value), form: 'a time, YYYY-MM-DDTHH:MM:SS.ssssssZ' },
  actor: text,
  authority: { holds: isJsonObject, form: 'an object' },
  commandId: text,
  correlationId: maybeText,
  causationId: maybeText,
  basis: { holds: (value) => Array.isArray(value), form: 'a list', optional: true },
  data: { holds: isJsonObject, form: 'an object' },
};
const authorityForm: Readonly<Record<string, MemberForm>> = { role: text, body: maybeText, minute: maybeText };
const basisForm: Readonly<Record<string, MemberForm>> = { book, position: count };

function isStreamName(value: Json): boolean {
  const parts = typeof value === 'string' ? value.split(':') : [];
  return parts.length === 2 && parts.every((part) => idPattern.test(part));
}

/** Whether a JSON value is an object: not null, not a list. */
export function isJsonObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * What a parsed record breaks of the form in docs/formats/journal.md: members that are missing, unknown or of another
 * form, and numbers that are not whole. Empty when nothing. Of `data` the numbers alone are judged.
 */
export function formFaults(record: JsonObject): readonly FormFault[] {
  const faults = objectFaults('', record, recordForm);
  if (isJsonObject(record['authority'])) faults.push(...objectFaults('authority.', record['authority'], authorityForm));
  if (Array.isArray(record['basis'])) {
    for (const [i, basis] of (record['basis'] as readonly Json[]).entries()) {
      if (isJsonObject(basis)) faults.push(...objectFaults(`basis[${i}].`, basis, basisForm));
      else faults.push({ expected: `basis[${i}]: an object`, found: write(basis) });
    }
  }
  for (const number of brokenNumbers(record['data'] ?? null)) {
    faults.push({ expected: 'numbers in data: integers between -9007199254740991 and 9007199254740991', found: write(number) });
  }
  return faults;
}

const required = Object.values(recordForm).filter((each) => !each.optional).length;

/**
 * Whether a record that is plain (see `glance`) has the form, told at a tenth of the price: `true` is sure, `false` is for
 * `formFaults` to look into. Numbers in its data are whole, since it is plain.
 */
export function hasUsualForm(record: JsonObject): boolean {
  let found = 0;
  for (const name in record) {
    const form = Object.hasOwn(recordForm, name) ? recordForm[name]! : undefined;
    if (!form || !form.holds(record[name]!)) return false;
    if (!form.optional) found += 1;
  }
  if (found !== required) return false;
  return isUsual(record['authority'] as JsonObject, authorityForm) && usualBasis(record['basis']);
}

function usualBasis(basis: Json | undefined): boolean {
  if (basis === undefined) return true;
  for (const each of basis as readonly Json[]) if (!isJsonObject(each) || !isUsual(each, basisForm)) return false;
  return true;
}

/** No member is missing, unknown or of another form. */
function isUsual(object: JsonObject, forms: Readonly<Record<string, MemberForm>>): boolean {
  for (const name in object) {
    if (!Object.hasOwn(forms, name) || !forms[name]!.holds(object[name]!)) return false;
  }
  for (const name in forms) if (!forms[name]!.optional && !Object.hasOwn(object, name)) return false;
  return true;
}

function objectFaults(path: string, object: JsonObject, forms: Readonly<Record<string, MemberForm>>): FormFault[] {
  const faults: FormFault[] = [];
  for (const [name, { holds, form, optional }] of Object.entries(forms)) {
    const value = Object.hasOwn(object, name) ? object[name] : undefined;
    if (value === undefined && optional) continue;
    if (value === undefined || !holds(value)) faults.push({ expected: `${path}${name}: ${form}`, found: write(value) });
  }
  for (const name of Object.keys(object)) {
    if (!Object.hasOwn(forms, name)) faults.push({ expected: 'no member of another name', found: write(`${path}${name}`) });
  }
  return faults;
}

function brokenNumbers(value: Json): readonly number[] {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return (Object.values(value) as readonly Json[]).flatMap(brokenNumbers);
}

const write = (value: Json | undefined): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200));
