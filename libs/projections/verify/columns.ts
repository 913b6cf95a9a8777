import type { RecordBytes } from '#audit/record-bytes';
import type { CopiedRows } from '#event-store/copy-out';
import { type LocalDate, instantOf } from '#kernel/time';
import { dayOf, epochDay, epochMicros, microsFrom2000 } from '../since-2000.js';
import type { Findings } from './finding.js';

/** What is read of an event beside its position, in this order. */
export const eventColumns = ['stream', 'version', 'type', 'value_date', 'recorded_at', 'leaf', 'record'] as const;
/** Where each of them is; the position comes first. */
export const at = { position: 0, stream: 1, version: 2, type: 3, valueDate: 4, recordedAt: 5, leaf: 6, record: 7 } as const;

/** How many that is. */
export const columnsRead = eventColumns.length + 1;

/**
 * Leaves of a record that was looked at what is folded: who acted by what right, and all from the data on; what was read for it and under
 * which key it was done, no view tells. Marks whether it is ASCII alone, in the byte before it, so that whoever reads it next need not look.
 */
export function leaveFolded(rows: CopiedRows, row: number, places: RecordBytes): void {
  const { bytes, start, authorityTo, dataFrom, ascii } = places;
  const rest = dataFrom - nameOfData.length;
  const from = rest - (authorityTo - start);
  bytes.copyWithin(from, start, authorityTo);
  bytes[from - 1] = ascii ? asciiMark : 0;
  rows.begin(row, at.record, from);
}
const nameOfData = ',"data":';
/** No length of a record ends with it and stands unmarked: `RecordChecks` writes a zero there. */
const asciiMark = 1;

/** What is folded of a record that was looked at. */
export function foldedOf(rows: CopiedRows, row: number): string {
  const [start, end] = [rows.start(row, at.record), rows.end(row, at.record)];
  return rows.bytes.toString(rows.bytes[start - 1] === asciiMark ? 'latin1' : 'utf8', start, end);
}

/** As `compareColumns`, of a record of which nothing was made; whether they are the same is all that is told. */
export const areColumns = (rows: CopiedRows, row: number, places: RecordBytes): boolean =>
  rows.int8(row, at.position) === places.position &&
  rows.int8(row, at.version) === places.version &&
  rows.isSame(row, at.stream, places.bytes, places.streamFrom, places.streamTo) &&
  rows.isSame(row, at.type, places.bytes, places.typeFrom, places.typeTo) &&
  rows.int4(row, at.valueDate) === places.valueDay &&
  rows.int8(row, at.recordedAt) === places.recordedAt;

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
