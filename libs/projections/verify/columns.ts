import type { CopiedRows } from '#event-store/copy-out';
import { type LocalDate, instantOf } from '#kernel/time';
import { dayOf, epochDay, epochMicros, microsFrom2000 } from '../since-2000.js';
import type { Findings } from './finding.js';

/** What is read of an event beside its position, in this order. */
export const eventColumns = ['stream', 'version', 'type', 'value_date', 'recorded_at', 'leaf', 'record'] as const;
/** Where each of them is; the position comes first. */
export const at = { position: 0, stream: 1, version: 2, type: 3, valueDate: 4, recordedAt: 5, leaf: 6, record: 7 } as const;

/** What the columns beside a record are copies of. */
export interface Copied {
  readonly position?: unknown;
  readonly stream?: unknown;
  readonly version?: unknown;
  readonly type?: unknown;
  readonly valueDate?: unknown;
  readonly recordedAt?: unknown;
}

/** Holds the columns of one event against its record: their bytes, and where those are not the same at once, what they say. */
export function compareColumns(rows: CopiedRows, row: number, record: Copied, findings: Findings): void {
  const same =
    rows.int8(row, at.position) === record.position &&
    rows.int8(row, at.version) === record.version &&
    rows.isAscii(row, at.stream, record.stream) &&
    rows.isAscii(row, at.type, record.type) &&
    rows.int4(row, at.valueDate) === dayOf(String(record.valueDate)) &&
    rows.int8(row, at.recordedAt) === microsFrom2000(String(record.recordedAt));
  if (same) return;
  const position = rows.int8(row, at.position);
  const found = told(rows, row);
  for (const column of ['position', 'stream', 'version', 'type', 'valueDate', 'recordedAt'] as const)
    findings.compare('column', String(record[column]), found[column], { position, where: column });
}

function told(rows: CopiedRows, row: number): Readonly<Record<keyof Copied, string>> {
  return {
    position: String(rows.int8(row, at.position)),
    stream: rows.text(row, at.stream),
    version: String(rows.int8(row, at.version)),
    type: rows.text(row, at.type),
    valueDate: dateTold(rows.int4(row, at.valueDate)),
    recordedAt: momentTold(rows.bigint(row, at.recordedAt)),
  };
}

const dateTold = (day: number): LocalDate | string => {
  const date = new Date((day + epochDay) * 86_400_000);
  return Number.isNaN(date.getTime()) ? `day ${day}` : date.toISOString().slice(0, 10);
};

function momentTold(micros: bigint): string {
  try {
    return instantOf(epochMicros + micros);
  } catch {
    return `${micros} microseconds after 2000`;
  }
}
