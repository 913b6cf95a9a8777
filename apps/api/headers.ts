import { isId } from '#kernel/ids';
import { Problem } from './problem.js';

/** As Node gives them: lower-case names. */
export type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** One header as text; several lines of one name joined, as RFC 9110 5.2 does. */
export const headerOf = (headers: Headers, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

/** The key of a write. */
export function idempotencyKey(headers: Headers): string {
  const value = headerOf(headers, 'idempotency-key');
  if (value === undefined || !isId(value)) throw new Problem('idempotency-key-invalid', { value: shown(value) });
  return value;
}

/** The version in `If-Match`, where there is one; 0 means: does not exist yet. */
export function ifMatchVersion(headers: Headers): number | undefined {
  const value = headerOf(headers, 'if-match');
  if (value === undefined) return undefined;
  const version = /^"(0|[1-9]\d{0,14})"$/.exec(value.trim())?.[1];
  if (version === undefined) throw new Problem('if-match-invalid', { value: shown(value) });
  return Number(version);
}

/** The token of `Authorization: Bearer`, if any. */
export const bearerToken = (headers: Headers): string | undefined =>
  /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(headerOf(headers, 'authorization') ?? '')?.[1];

const shown = (value: string | undefined): string => (value === undefined ? '-' : JSON.stringify(value.slice(0, 80)));
