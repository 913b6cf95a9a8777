#!/usr/bin/env node
// `npm run ayni -- ...` and `npx ayni ...`: prepares, then runs the command line in this process with its arguments.
import { run } from './run.mjs';

await run('../dist/apps/cli/main.js');
