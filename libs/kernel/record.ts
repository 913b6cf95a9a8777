import { type Json, canonical } from './canonical.js';
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

/**
 * The canonical text of a record (RFC 8785), whose UTF-8 bytes are hashed into the leaf. As `canonical` writes it: the members
 * of a record are known, so that their order need not be found anew.
 */
export function recordText(record: EventRecord): string {
  const { basis, causationId, correlationId } = record;
  let text = `{"actor":${canonical(record.actor)},"authority":${canonical(record.authority as unknown as Json)},`;
  if (basis !== undefined) text += `"basis":${canonical(basis as unknown as Json)},`;
  text += `"book":${canonical(record.book)},`;
  if (causationId !== undefined) text += `"causationId":${canonical(causationId)},`;
  text += `"commandId":${canonical(record.commandId)},`;
  if (correlationId !== undefined) text += `"correlationId":${canonical(correlationId)},`;
  if (record.data !== undefined) text += `"data":${canonical(record.data as Json)},`;
  text += `"position":${canonical(record.position)},"recordedAt":${canonical(record.recordedAt)},`;
  text += `"schemaVersion":${canonical(record.schemaVersion)},"stream":${canonical(record.stream)},`;
  return `${text}"type":${canonical(record.type)},"valueDate":${canonical(record.valueDate)},"version":${canonical(record.version)}}`;
}
