// `npm start`: prepares, then runs API and worker in this process.
import { run } from './run.mjs';

await run('../dist/apps/all/main.js');
