import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CopiedRows, EachRow } from './copy-out.js';
import { type CopiedBytes, CopySocket, copyDataCode } from './copy-socket.js';

const message = (code: number, body: Uint8Array): Buffer => {
  const head = Buffer.of(code, 0, 0, 0, 0);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const body = fc.uint8Array({ maxLength: 30 });
const messages = fc.array(
  fc.tuple(fc.constantFrom(copyDataCode, copyDataCode, 0x44, 0x5a), body).map(([code, bytes]) => message(code, bytes)),
  { maxLength: 30 },
);
const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 30 });

/** Bytes in pieces of these sizes, in turn. */
function* cut(bytes: Buffer, sizes: readonly number[]): Generator<Buffer> {
  for (let [at, turn] = [0, 0]; at < bytes.length; at += sizes[turn++ % sizes.length]!)
    yield bytes.subarray(at, at + sizes[turn % sizes.length]!);
}

/** What goes where, in its order: neighbours of one kind are one. */
class Went {
  readonly parts: { copied: boolean; bytes: Buffer }[] = [];

  add(copied: boolean, bytes: Buffer): void {
    const last = this.parts.at(-1);
    if (last?.copied === copied) last.bytes = Buffer.concat([last.bytes, bytes]);
    else this.parts.push({ copied, bytes });
  }
}

test('what is copied goes past the driver, and all else to it, in their order, wherever the bytes are cut', () => {
  fc.assert(
    fc.property(messages, cuts, (sent, sizes) => {
      const [expected, found] = [new Went(), new Went()];
      for (const each of sent) expected.add(each[0] === copyDataCode, each);
      const socket = new CopySocket();
      socket.on('data', (bytes: Buffer) => found.add(false, bytes));
      socket.onCopied = ({ bytes, from, to }) => found.add(true, bytes.subarray(from, to));
      for (const piece of cut(Buffer.concat(sent), sizes)) socket.emit('data', piece);
      expect(found.parts).toEqual(expected.parts);
    }),
  );
});

test('until somebody takes what is copied, everything goes to the driver', () => {
  const sent = [message(0x5a, Buffer.from('I')), message(copyDataCode, Buffer.from('row')), message(0x63, Buffer.alloc(0))];
  const socket = new CopySocket();
  const found: Buffer[] = [];
  socket.on('data', (bytes: Buffer) => found.push(bytes));
  for (const piece of cut(Buffer.concat(sent), [3])) socket.emit('data', piece);
  expect(Buffer.concat(found)).toEqual(Buffer.concat(sent));
});

test('rows are the same, however the bytes are cut', () => {
  const header = Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex');
  const field = (bytes: Uint8Array | null): Buffer => {
    const length = Buffer.alloc(4);
    length.writeInt32BE(bytes?.length ?? -1);
    return Buffer.concat([length, bytes ?? Buffer.alloc(0)]);
  };
  const rows = fc.array(fc.tuple(fc.option(body), fc.option(body)), { maxLength: 20 });
  fc.assert(
    fc.property(rows, cuts, (sent, sizes) => {
      const bodies = sent.map((fields) => Buffer.concat([Buffer.of(0, 2), ...fields.map(field)]));
      bodies.push(Buffer.of(0xff, 0xff));
      bodies[0] = Buffer.concat([header, bodies[0]!]);
      const bytes = Buffer.concat(bodies.map((each) => message(copyDataCode, each)));
      const copied = new CopiedRows(2);
      const told: Buffer[] = [];
      const each = new EachRow((row, start, end) => void told.push(Buffer.from(row.subarray(start, end))));
      for (const piece of cut(bytes, sizes)) {
        const taken: CopiedBytes = { bytes: Buffer.concat([Buffer.from('before'), piece]), from: 6, to: 6 + piece.length };
        copied.take(taken);
        each.take(taken);
      }
      const found = Array.from({ length: copied.count }, (_, row) => [0, 1].map((column) => fieldOf(copied, row, column)));
      expect(found).toEqual(sent.map((fields) => fields.map((one) => (one ? Buffer.from(one) : null))));
      expect(told).toEqual(bodies);
    }),
  );
});

const fieldOf = (rows: CopiedRows, row: number, column: number): Buffer | null => {
  const [start, end] = [rows.start(row, column), rows.end(row, column)];
  return end < start ? null : Buffer.from(rows.bytes.subarray(start, end));
};
