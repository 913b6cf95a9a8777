import { Socket } from 'node:net';

/** What a server sent of a COPY, as it came: messages of CopyData, the first and the last of which may be here in part. */
export interface CopiedBytes {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
}

/** A message's code, and its length, which counts itself and not the code. */
export const messageHeadBytes = 5;
/** The code of CopyData. */
export const copyDataCode = 0x64;

/**
 * A socket to PostgreSQL, for the `stream` of pg's configuration. The driver makes a message, a view of its bytes and an event of each row of
 * a COPY. Here all that came at once goes to `onCopied` as it is; everything else goes to the driver, in the order in which the server sent
 * it. Until `onCopied` is set everything goes there, and where the connection is encrypted, since this socket does not see it then.
 */
export class CopySocket extends Socket {
  /** Who takes what is copied from now on. */
  onCopied: ((copied: CopiedBytes) => void) | undefined;
  /** Bytes of the message that is under way that did not come yet; of its head, those that did. */
  private left = 0;
  private head = 0;
  private length = 0;
  /** Whether it is one of CopyData. */
  private copied = false;

  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event !== 'data') return super.emit(event, ...values);
    this.sift(values[0] as Buffer);
    return true;
  }

  private sift(bytes: Buffer): void {
    const end = bytes.length;
    let [from, at] = [0, 0];
    while (at < end) {
      if (this.left === 0 && this.head === 0) {
        const copied = bytes[at] === copyDataCode;
        if (copied !== this.copied) {
          this.pass(bytes, from, at);
          from = at;
          this.copied = copied;
        }
      }
      if (this.left === 0) at = this.headAt(bytes, at);
      const body = Math.min(this.left, end - at);
      this.left -= body;
      at += body;
    }
    this.pass(bytes, from, end);
  }

  /** Reads the head of a message as far as it is there; gives where it goes on. */
  private headAt(bytes: Buffer, from: number): number {
    let at = from;
    for (; this.head < messageHeadBytes && at < bytes.length; at++, this.head++)
      this.length = this.head === 0 ? 0 : this.length * 256 + bytes[at]!;
    if (this.head === messageHeadBytes) {
      this.left = Math.max(0, this.length - (messageHeadBytes - 1));
      this.head = 0;
    }
    return at;
  }

  private pass(bytes: Buffer, from: number, to: number): void {
    if (from === to) return;
    if (this.copied && this.onCopied) this.onCopied({ bytes, from, to });
    else super.emit('data', from === 0 && to === bytes.length ? bytes : bytes.subarray(from, to));
  }
}
