import { type CanonicalWriter, textOf } from './canonical.js';
import type { BookId, StreamName } from './ids.js';
import type { Instant, LocalDate } from './time.js';

/** The role, and where there is one the body and its minute, under which the actor acted. */
export interface Authority {
  readonly role: string;
  readonly body?: string;
  readonly minute?: string;
}

/** Another book that the decision read, at the position it had then. */
export interface Basis {
  readonly book: BookId;
  readonly position: number;
}

/** What is stored for ever of one event; see docs/formats/journal.md. Members that are absent are omitted. */
export interface EventRecord<Type extends string = string, Data = unknown> {
  readonly book: BookId;
  /** 1, 2, 3... without gaps in the book. */
  readonly position: number;
  readonly stream: StreamName;
  /** 1, 2, 3... without gaps in the stream. */
  readonly version: number;
  readonly type: Type;
  readonly schemaVersion: number;
  /** The accounting date. */
  readonly valueDate: LocalDate;
  /** When the book learned it; rises strictly within a book. */
  readonly recordedAt: Instant;
  /** The opaque id of the person or machine that acted. */
  readonly actor: string;
  readonly authority: Authority;
  /** The key of the command (`Idempotency-Key`), unique in the book. */
  readonly commandId: string;
  readonly correlationId?: string;
  readonly causationId?: string;
  readonly basis?: readonly Basis[];
  readonly data: Data;
}

/** The canonical text of a record (RFC 8785), whose UTF-8 bytes are hashed into the leaf. */
export const recordText = (record: EventRecord): string => textOf((writer) => writeRecord(writer, record));

/** Writes a record as any other value: its members are known, so that their order need not be found anew. */
export function writeRecord(writer: CanonicalWriter, record: EventRecord): void {
  const { basis, causationId, correlationId } = record;
  writeActor(writer, record);
  if (basis !== undefined) member(writer, ',"basis":', basis);
  text(writer, ',"book":', record.book);
  if (causationId !== undefined) text(writer, ',"causationId":', causationId);
  text(writer, ',"commandId":', record.commandId);
  if (correlationId !== undefined) text(writer, ',"correlationId":', correlationId);
  if (record.data !== undefined) member(writer, ',"data":', record.data);
  member(writer, ',"position":', record.position);
  text(writer, ',"recordedAt":', record.recordedAt);
  member(writer, ',"schemaVersion":', record.schemaVersion);
  text(writer, ',"stream":', record.stream);
  text(writer, ',"type":', record.type);
  text(writer, ',"valueDate":', record.valueDate);
  member(writer, ',"version":', record.version);
  writer.ascii('}');
}

/** How the records of somebody in some role begin: that of the last one, since many follow each other. */
let begun: { readonly actor: string; readonly role: string; readonly bytes: Uint8Array } | undefined;

function writeActor(writer: CanonicalWriter, { actor, authority }: EventRecord): void {
  const { role } = authority;
  const alone = Object.keys(authority).length === 1;
  if (alone && begun?.actor === actor && begun.role === role) return writer.put(begun.bytes);
  const from = writer.length;
  text(writer, '{"actor":', actor);
  member(writer, ',"authority":', authority);
  if (alone) begun = { actor, role, bytes: Uint8Array.from(writer.written(from)) };
}

function member(writer: CanonicalWriter, name: string, value: unknown): void {
  writer.ascii(name);
  writer.value(value);
}

function text(writer: CanonicalWriter, name: string, value: string): void {
  writer.ascii(name);
  writer.text(value);
}
