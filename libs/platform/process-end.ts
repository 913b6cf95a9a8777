const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs `task` (synchronous, short) when the process ends without having called `forget`: at exit, or at a signal that
 * nobody else handles, which then takes its usual effect. Where the program has a handler of its own for the signal, it
 * is the one to end in order, and exit runs the task if it does not.
 */
export function onProcessEnd(task: () => void): { forget(): void } {
  const onSignal = (signal: NodeJS.Signals): void => {
    if (process.listeners(signal).some((listener) => !ours.has(listener))) return;
    forget();
    task();
    // Those of other callers run before the last of us lets the signal through.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal);
  };
  const forget = (): void => {
    process.off('exit', onExit);
    for (const signal of signals) process.off(signal, onSignal);
    ours.delete(onSignal);
  };
  const onExit = (): void => {
    forget();
    task();
  };
  ours.add(onSignal);
  process.on('exit', onExit);
  for (const signal of signals) process.on(signal, onSignal);
  return { forget };
}

const ours = new Set<(signal: NodeJS.Signals) => void>();
