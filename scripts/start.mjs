// `npm start`: prepares, then runs API and worker in this process.
import { prepare } from './prepare.mjs';

await prepare({ build: true });
process.setSourceMapsEnabled(true);
await import('../dist/apps/all/main.js');
