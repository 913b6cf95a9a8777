/**
 * An open loop at half of what a closed one reaches right before it, each time anew: a rate of an earlier round would be that of
 * another moment. `closed` gives its rate; `open` takes one.
 */
export async function atHalfOf<T>(
  closed: () => Promise<number>,
  open: (perSecond: number) => Promise<T>,
): Promise<{ readonly perSecond: number; readonly found: T }> {
  const perSecond = (await closed()) / 2;
  return { perSecond, found: await open(perSecond) };
}

/**
 * Milliseconds from the moment at which each call was to begin, whether or not the one before had come back: what waits because
 * the server is slow counts as slow. Calls go round the callers, each of which makes one at a time.
 */
export async function openLoop(
  perSecond: number,
  seconds: number,
  callers: number,
  once: (caller: number) => Promise<unknown>,
): Promise<number[]> {
  const latencies: number[] = [];
  const last: Promise<unknown>[] = Array.from({ length: callers }, () => Promise.resolve());
  const started = performance.now();
  const total = Math.floor(perSecond * seconds);
  let begun = 0;
  while (begun < total) {
    const due = Math.min(total, Math.floor(((performance.now() - started) / 1000) * perSecond));
    for (; begun < due; begun++) {
      const scheduled = started + (begun / perSecond) * 1000;
      const caller = begun % callers;
      last[caller] = last[caller]!.then(() => once(caller)).then(() => latencies.push(performance.now() - scheduled));
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(last);
  return latencies;
}
