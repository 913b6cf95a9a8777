import { hash, randomBytes } from 'node:crypto';
import type pg from 'pg';
import { type Role, roles } from '#domain/command';
import { isId } from '#kernel/ids';

type Db = Pick<pg.Pool, 'query'>;

/** Whom a token stands for, and what that person may do. */
export interface Identity {
  /** The opaque id that events keep as their actor. */
  readonly person: string;
  readonly roles: readonly Role[];
  /** The partner of the registry for which a `cso` acts. */
  readonly party?: string;
}

/** A token as its keeper sees it: never the token itself. */
export interface TokenRow extends Identity {
  /** The first 12 hex digits of its hash: enough to name it. */
  readonly id: string;
  readonly label: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly revokedAt?: string;
}

const hashOf = (token: string): string => hash('sha256', token, 'hex');

/**
 * Makes a token, 256 random bits behind `ayni_`; the database keeps its SHA-256 alone, so it is shown this once. Throws
 * `RangeError` when the person or party is no id, a role is unknown, or a `cso` has no party.
 */
export async function createToken(db: Db, { person, roles: held, party }: Identity, label = ''): Promise<string> {
  if (!isId(person)) throw new RangeError(`not a person id: ${JSON.stringify(person)}; expected 1 to 64 of A-Z a-z 0-9 _ -`);
  const unknown = held.filter((role) => !roles.includes(role));
  if (unknown.length > 0) throw new RangeError(`no such role: ${unknown.join(', ')}; there are ${roles.join(', ')}`);
  if (held.length === 0) throw new RangeError(`a token needs a role at least: ${roles.join(', ')}`);
  if (party !== undefined && !isId(party)) throw new RangeError(`not a partner id: ${JSON.stringify(party)}`);
  if (held.includes('cso') !== (party !== undefined))
    throw new RangeError('a token has a party exactly when it has the role cso');
  const token = `ayni_${randomBytes(32).toString('base64url')}`;
  const values = [Buffer.from(hashOf(token), 'hex'), person, [...new Set(held)], label, party ?? null];
  await db.query('INSERT INTO directory.token (hash, person, roles, label, party) VALUES ($1, $2, $3, $4, $5)', values);
  return token;
}

/** All tokens, the newest last. */
export async function listTokens(db: Db): Promise<TokenRow[]> {
  interface Row extends Omit<TokenRow, 'revokedAt' | 'party'> {
    readonly revokedAt: string | null;
    readonly party: string | null;
  }
  const time = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`;
  const { rows } = await db.query<Row>(
    `SELECT left(encode(hash, 'hex'), 12) AS id, person, roles, party, label, ${time('created_at')} AS "createdAt",
       ${time('revoked_at')} AS "revokedAt" FROM directory.token ORDER BY created_at, hash`,
  );
  return rows.map(({ revokedAt, party, ...row }) => ({
    ...row,
    ...(party === null ? {} : { party }),
    ...(revokedAt === null ? {} : { revokedAt }),
  }));
}

/** Revokes the token of an id as `listTokens` gives it, or a whole token. Gives how many it was: 0 when there is none. */
export async function revokeToken(db: Db, idOrToken: string): Promise<number> {
  const hash = idOrToken.startsWith('ayni_') ? hashOf(idOrToken) : idOrToken.toLowerCase();
  if (!/^[0-9a-f]{12,64}$/.test(hash)) return 0;
  const { rowCount } = await db.query(
    `UPDATE directory.token SET revoked_at = now() WHERE encode(hash, 'hex') LIKE $1 || '%' AND revoked_at IS NULL`,
    [hash],
  );
  return rowCount ?? 0;
}

/** For how long a token is believed without asking again; a revoked one works no longer than this. */
const believedMs = 5_000;
const mostRemembered = 10_000;

/** Who a token is, remembered for some seconds: a poster sends thousands of commands under one. */
export class Tokens {
  private readonly known = new Map<string, { readonly identity: Identity; readonly untilMs: number }>();

  constructor(
    private readonly db: Db,
    private readonly nowMs: () => number = () => performance.now(),
  ) {}

  /** Who a token is, where that was asked for a moment ago. */
  remembered(token: string): Identity | undefined {
    return this.believed(hashOf(token));
  }

  private believed(key: string): Identity | undefined {
    const known = this.known.get(key);
    return known && known.untilMs > this.nowMs() ? known.identity : undefined;
  }

  /** Undefined for a token that there is not, or not any more. */
  async identify(token: string): Promise<Identity | undefined> {
    const key = hashOf(token);
    const known = this.believed(key);
    if (known) return known;
    this.known.delete(key);
    const { rows } = await this.db.query<Omit<Identity, 'party'> & { readonly party: string | null }>({
      name: 'token',
      text: 'SELECT person, roles, party FROM directory.token WHERE hash = $1 AND revoked_at IS NULL',
      values: [Buffer.from(key, 'hex')],
    });
    const found = rows[0];
    // Tokens that are none are asked for every time: remembering them would be a way to fill the memory.
    if (!found) return undefined;
    const { party, ...who } = found;
    const identity = party === null ? who : { ...who, party };
    if (this.known.size >= mostRemembered) this.known.clear();
    this.known.set(key, { identity, untilMs: this.nowMs() + believedMs });
    return identity;
  }
}
