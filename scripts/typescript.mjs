// Lets Node run the TypeScript sources as they are: `node --import ./scripts/typescript.mjs file.ts`. For tests and
// their tools; what is served is built by tsc. Jest compiles the same way (jest.config.mjs).
import { register } from 'node:module';

register('./typescript-hooks.mjs', import.meta.url);
