import { createHash, hash } from 'node:crypto';
import type { Reader } from '#kernel/decider';
import { CanonicalWriter } from '#kernel/canonical';
import type { BookId } from '#kernel/ids';
import { registryBook } from '#kernel/ids';
import type { Authority } from '#kernel/record';
import { type Rejection, isRejection, rejection } from '#kernel/rejection';
import type { Instant, LocalDate } from '#kernel/time';
import { bookKinds } from './book-kind.js';
import { type Command, type CommandDefinition, type Decision, refusing } from './command.js';
import { SealedText, commonFields } from './fields.js';
import { type FieldError, type Language, fieldErrors } from './field-errors.js';
import { refuseUnfoundedMinute } from './fund/minutes.js';
import type { RejectionCode } from './rejections.js';

/** A request as it comes to the edge, and what the edge adds: the clock, a salt, who asks. */
export interface Request {
  readonly definition: CommandDefinition;
  readonly book: BookId;
  readonly key: string;
  readonly actor: string;
  /** The role under which the actor acts. */
  readonly role: string;
  /** The partner for which it acts, where the role is one of a partner. */
  readonly party?: string;
  readonly body: unknown;
  readonly now: Instant;
  /** 16 random bytes, for the hashes of the texts that are kept apart. */
  readonly salt: Uint8Array;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly language: Language;
}

/** A command that has the right form, ready for its book. */
export interface Prepared {
  readonly book: BookId;
  readonly key: string;
  /** SHA-256 over type, actor and parsed body. */
  readonly requestHash: Buffer;
  readonly actor: string;
  readonly authority: Authority;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly contents: readonly { readonly hash: string; readonly salt: string; readonly text: string }[];
  readonly decide: (reader: Reader) => Rejection<RejectionCode> | Decision;
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What is common to all bodies, taken apart from the command's own content. */
interface Common {
  readonly valueDate?: LocalDate;
  readonly documentDate?: LocalDate;
  readonly minute?: { readonly body: string; readonly minute: string };
  readonly note?: string;
}

/** Checks the form of a request and makes a command of it; gives the wrong fields, in the reader's language, when there are any. */
export function prepare(request: Request): Prepared | { readonly wrong: readonly FieldError[] } {
  const { definition, book, key, actor, language } = request;
  const asking = withOwnId(definition, request.body, key);
  const parsed = definition.schema.safeParse(asking);
  if (!parsed.success) return { wrong: fieldErrors(parsed.error, asking, language, definition.schema) };
  const { command, contents } = commandOf(request, parsed.data as Common & Record<string, unknown>);
  const prepared: Writable<Prepared> = {
    book,
    key,
    requestHash: hashOfRequest({ actor, body: parsed.data, type: definition.type }),
    actor,
    authority: command.authority,
    contents,
    decide: decider(definition, command),
  };
  if (request.correlationId !== undefined) prepared.correlationId = request.correlationId;
  if (request.causationId !== undefined) prepared.causationId = request.causationId;
  return prepared;
}

/** What decides a command; it keeps that, and nothing else of the request. */
const decider =
  (definition: CommandDefinition, command: Command) =>
  (reader: Reader): Rejection<RejectionCode> | Decision =>
    wrongBook(definition, command.book) ?? founded(definition, command, reader);

/** The command of a request whose body has the right form, and its texts that are kept apart. */
function commandOf(
  { definition, book, key, actor, role, party, now, salt, correlationId, causationId }: Request,
  data: Common & Record<string, unknown>,
): { readonly command: Command; readonly contents: Prepared['contents'] } {
  const { valueDate, documentDate, minute, note } = data;
  const seal = new Seal(salt);
  const noteHash = note === undefined ? undefined : seal.of(note, 'note');
  const authority: Authority = minute === undefined ? { role } : { role, ...minute };
  const body = seal.within(contentOf(data), '');
  const command: Writable<Command> = { type: definition.type, book, key, actor, authority, now, body };
  // One by one: of most commands there is none of it.
  if (party !== undefined) command.party = party;
  if (correlationId !== undefined) command.correlationId = correlationId;
  if (causationId !== undefined) command.causationId = causationId;
  if (valueDate !== undefined) command.valueDate = valueDate;
  if (documentDate !== undefined) command.documentDate = documentDate;
  if (noteHash !== undefined) command.noteHash = noteHash;
  return { command, contents: seal.contents };
}

/** What is a command's own in its body; where there is nothing else, the body as it was parsed. */
function contentOf(data: Common & Record<string, unknown>): Record<string, unknown> {
  const { valueDate, documentDate, minute, note } = data;
  if (valueDate === undefined && documentDate === undefined && minute === undefined && note === undefined) return data;
  return Object.fromEntries(Object.entries(data).filter(([name]) => !Object.hasOwn(commonFields, name)));
}

/** A thing that the client gives no id is called by the key of its command. */
function withOwnId({ creates }: CommandDefinition, body: unknown, key: string): unknown {
  if (creates === undefined || typeof body !== 'object' || body === null || Object.hasOwn(body, creates)) return body;
  return { [creates]: key, ...body };
}

/** SHA-256(salt || text): the event keeps the hash, the text can be erased without breaking it. */
class Seal {
  readonly contents: { hash: string; salt: string; text: string }[] = [];

  constructor(private readonly salt: Uint8Array) {}

  /** The hash of a text. The note has the command's salt itself; others one of their own, so that equal texts do not show. */
  of(text: string, path: string): string {
    const salt = path === 'note' ? Buffer.from(this.salt) : derived(this.salt, path);
    const hash = createHash('sha256').update(salt).update(text, 'utf8').digest('hex');
    this.contents.push({ hash, salt: salt.toString('hex'), text });
    return hash;
  }

  /** A parsed body with hashes in the place of the texts that are kept apart, at whatever depth. */
  within(value: unknown, path: string): unknown {
    if (value instanceof SealedText) return this.of(value.text, `.${path}`);
    if (typeof value !== 'object' || value === null || !holdsSealed(value)) return value;
    if (Array.isArray(value)) return value.map((each, index) => this.within(each, `${path}.${index}`));
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.within(member, `${path}.${name}`)]));
  }
}

/** Whether there is a text to be kept apart at some depth: most bodies have none, and stay as they were parsed. */
function holdsSealed(value: object): boolean {
  if (Array.isArray(value)) return value.some(isOrHoldsSealed);
  for (const name in value) if (isOrHoldsSealed((value as Readonly<Record<string, unknown>>)[name])) return true;
  return false;
}

const isOrHoldsSealed = (member: unknown): boolean =>
  typeof member === 'object' && member !== null && (member instanceof SealedText || holdsSealed(member));

const derived = (salt: Uint8Array, path: string): Buffer =>
  createHash('sha256').update(salt).update(path, 'utf8').digest().subarray(0, 16);

/** Whether a command of the registry stands elsewhere, or another in it; of other books, deciders know the kind. */
function wrongBook(definition: CommandDefinition, book: BookId): Rejection<RejectionCode> | undefined {
  if ((book === registryBook) === (definition.book === 'registry')) return undefined;
  return rejection('wrong-book', {
    book,
    expected: definition.book === 'registry' ? registryBook : bookKinds[definition.book],
  });
}

/** What a command decides, unless its minute does not carry it. */
function founded(definition: CommandDefinition, command: Command, reader: Reader): Rejection<RejectionCode> | Decision {
  const decision = definition.decide(command, reader);
  if (definition.book !== 'fund' || isRejection(decision) || decision.events.length === 0) return decision;
  return refusing(() => {
    refuseUnfoundedMinute(command, reader, decision.valueDate);
    return decision;
  });
}

/** Minor units are written as texts, and texts that are kept apart as they are. */
const writer = new CanonicalWriter((value) =>
  typeof value === 'bigint' ? value.toString() : value instanceof SealedText ? value.text : value,
);

/** SHA-256 over what was asked for as canonical JSON: two requests under one key are the same when it is. */
function hashOfRequest(asked: { readonly actor: string; readonly body: unknown; readonly type: string }): Buffer {
  writer.cutTo(0);
  writer.value(asked);
  // As in the tree: half as long again as fast as asking for a buffer.
  return Buffer.from(hash('sha256', writer.written(), 'binary'), 'binary');
}
