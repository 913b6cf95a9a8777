/**
 * Runs work by key: for one key one at a time, over all keys at most `width` at once. Asking while work for the key is under
 * way gets one more run after it, however many ask: that run sees whatever was there when they asked.
 */
export class Lanes {
  private readonly lanes = new Map<string, Lane>();
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(
    private readonly width: number,
    private readonly work: (key: string) => Promise<void>,
  ) {}

  /** Resolves when work that began after this call is done; rejects when it fails. */
  run(key: string): Promise<void> {
    const lane = this.lanes.get(key);
    if (!lane) return this.open(key);
    // Work that still waits for its turn will see everything, too.
    if (!lane.begun) return lane.current;
    lane.next ??= lane.current.then(
      () => this.open(key),
      () => this.open(key),
    );
    return lane.next;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    while (this.lanes.size > 0) {
      await Promise.allSettled([...this.lanes.values()].map((lane) => lane.next ?? lane.current));
    }
  }

  private open(key: string): Promise<void> {
    const lane: Lane = { begun: false, current: Promise.resolve() };
    this.lanes.set(key, lane);
    lane.current = this.begin(key, lane);
    return lane.current;
  }

  private async begin(key: string, lane: Lane): Promise<void> {
    await this.turn();
    lane.begun = true;
    try {
      await this.work(key);
    } finally {
      if (!lane.next) this.lanes.delete(key);
      this.yieldTurn();
    }
  }

  private turn(): Promise<void> {
    if (this.running < this.width) {
      this.running++;
      return Promise.resolve();
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private yieldTurn(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.running--;
  }
}

interface Lane {
  begun: boolean;
  current: Promise<void>;
  next?: Promise<void>;
}
