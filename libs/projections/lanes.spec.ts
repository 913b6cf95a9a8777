import { describe, expect, test } from '@jest/globals';
import { Lanes } from './lanes.js';

/** Work that ends when it is told to. */
class Works {
  readonly begun: string[] = [];
  most = 0;
  private running = 0;
  private readonly ends: (() => void)[] = [];

  readonly work = async (key: string): Promise<void> => {
    this.begun.push(key);
    this.most = Math.max(this.most, ++this.running);
    await new Promise<void>((resolve) => this.ends.push(resolve));
    this.running--;
    if (key === 'bad') throw new Error('bad');
  };

  /** Ends the oldest that is under way, and lets what follows begin. */
  async end(): Promise<void> {
    this.ends.shift()!();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const soon = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('lanes', () => {
  test('one at a time for a key, and one more for all who ask meanwhile', async () => {
    const works = new Works();
    const lanes = new Lanes(4, works.work);
    const first = lanes.run('a');
    await soon();
    const others = [lanes.run('a'), lanes.run('a'), lanes.run('a')];
    expect(works.begun).toEqual(['a']);
    await works.end();
    await first;
    expect(works.begun).toEqual(['a', 'a']);
    await works.end();
    await Promise.all(others);
    await lanes.idle();
    expect(works.begun).toEqual(['a', 'a']);
    expect(works.most).toBe(1);
  });

  test('no more keys at once than there are lanes', async () => {
    const works = new Works();
    const lanes = new Lanes(2, works.work);
    const all = ['a', 'b', 'c', 'd'].map((key) => lanes.run(key));
    await soon();
    expect(works.begun).toEqual(['a', 'b']);
    // Work that waits for its turn will see what was there when they asked.
    all.push(lanes.run('d'));
    for (let ended = 0; ended < 4; ended++) await works.end();
    await Promise.all(all);
    expect(works.begun).toEqual(['a', 'b', 'c', 'd']);
    expect(works.most).toBe(2);
  });

  test('work that fails tells those who asked for it, and nobody else', async () => {
    const works = new Works();
    const lanes = new Lanes(1, works.work);
    const bad = lanes.run('bad');
    await soon();
    const again = lanes.run('bad');
    const good = lanes.run('good');
    const outcomes = Promise.allSettled([bad, again, good]);
    for (let ended = 0; ended < 3; ended++) await works.end();
    expect((await outcomes).map((each) => each.status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    await lanes.idle();
  });
});
