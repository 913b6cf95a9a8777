const long = process.env.AYNI_TEST_LONG === '1';

/** Jest runs the TypeScript sources through swc; subpath imports resolve by the `source` condition. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // @fastify/static is CommonJS and requires this ES module, which Node can do and Jest cannot before Node 24.
  transformIgnorePatterns: ['/node_modules/(?!content-disposition/)'],
  transform: {
    '/node_modules/content-disposition/.+\\.js$': ['@swc/jest', { jsc: { target: 'es2023' }, module: { type: 'commonjs' } }],
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
          // Without `with { type: 'json' }` neither Node nor Jest takes JSON.
          experimental: { keepImportAssertions: true },
        },
        module: { type: 'es6' },
        sourceMaps: 'inline',
      },
    ],
  },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/migrations', '<rootDir>/test', '<rootDir>/bench'],
  testMatch: ['**/*.spec.ts'],
  // All properties from one seed: the one that a failure named.
  setupFiles: process.env.AYNI_TEST_SEED === undefined ? [] : ['<rootDir>/test/support/seed.ts'],
  // The long runs, and the full size of the others, are for `npm run test:long`.
  testPathIgnorePatterns: ['/node_modules/', '/bench/peers/', ...(long ? [] : ['\\.long\\.spec\\.ts$'])],
  // Most tests wait for a database, so even two cores are better used by two workers (49 s instead of 83 s).
  maxWorkers: '100%',
  testTimeout: long ? 1_800_000 : 60_000,
};
