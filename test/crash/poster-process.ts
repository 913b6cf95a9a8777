import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findProjectRoot } from '#platform/project';
import type { PosterTask } from './poster.js';

/** What a client of a poster process has been told. */
export interface Told {
  readonly sent: Set<string>;
  /** Key to position. */
  readonly posted: Map<string, number>;
  readonly refused: Set<string>;
}

/** A poster process and what it has told so far. */
export interface PosterProcess {
  readonly told: Told;
  /** Resolves once it posts. */
  readonly ready: Promise<void>;
  /** Resolves when it is gone and all that it said has been read; rejects when it failed of itself. */
  readonly ended: Promise<void>;
  kill(): void;
}

/** Starts a poster; its findings are added to `told`. */
export function startPoster(
  task: PosterTask,
  told: Told = { sent: new Set(), posted: new Map(), refused: new Set() },
): PosterProcess {
  const root = findProjectRoot();
  const flags = ['--import', join(root, 'scripts', 'typescript.mjs')];
  const child: ChildProcess = spawn(
    process.execPath,
    [...flags, join(root, 'test', 'crash', 'poster.ts'), JSON.stringify(task)],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const lines = createInterface({ input: child.stdout! });
  let killed = false;
  const ready = new Promise<void>((resolve) => {
    lines.on('line', (line) => {
      const [what, key, position] = line.split(' ');
      if (what === 'ready') resolve();
      else if (what === 'sent') told.sent.add(key!);
      else if (what === 'posted') told.posted.set(key!, Number(position));
      else if (what === 'refused') told.refused.add(key!);
    });
  });
  const end = async (): Promise<void> => {
    const [[code]] = await Promise.all([once(child, 'exit'), once(lines, 'close')]);
    if (!killed && code !== 0) throw new Error(`poster ${task.name} ended with ${String(code)}`);
  };
  const ended = end();
  return {
    told,
    ready,
    ended,
    kill: () => {
      killed = true;
      child.kill('SIGKILL');
    },
  };
}
