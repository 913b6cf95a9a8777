/** Items of a source that is asked for them at once, before anybody takes them: up to `most` wait. */
export class Ahead<T> {
  private readonly waiting: T[] = [];
  private stopped = false;
  private ended = false;
  private failure: { readonly error: unknown } | undefined;
  private wake: () => void = () => undefined;
  private readonly asking: Promise<void>;

  constructor(
    source: AsyncIterable<T>,
    private readonly most: number,
  ) {
    this.asking = this.ask(source);
  }

  /** All of them, in order; to be called once. Throws what the source threw. */
  async *all(): AsyncGenerator<T> {
    for (;;) {
      while (this.waiting.length > 0) {
        const item = this.waiting.shift()!;
        this.wake();
        yield item;
      }
      if (this.failure) throw this.failure.error;
      if (this.ended) return;
      await this.change();
    }
  }

  /** Asks for no more; resolves when the source has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.asking;
  }

  private async ask(source: AsyncIterable<T>): Promise<void> {
    try {
      for await (const item of source) {
        this.waiting.push(item);
        this.wake();
        while (this.waiting.length >= this.most && !this.stopped) await this.change();
        if (this.stopped) break;
      }
    } catch (error) {
      this.failure = { error };
    } finally {
      this.ended = true;
      this.wake();
    }
  }

  /** Who takes and who asks never wait at once: one for items, the other for room. */
  private change(): Promise<void> {
    return new Promise((resolve) => (this.wake = resolve));
  }
}
