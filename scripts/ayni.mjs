#!/usr/bin/env node
// `npm run ayni -- ...` and `npx ayni ...`: prepares, then runs the command line in this process with its arguments.
import { prepare } from './prepare.mjs';

await prepare({ build: true });
process.setSourceMapsEnabled(true);
await import('../dist/apps/cli/main.js');
