// Which part may import which, as ARCHITECTURE.md draws it. `npm test` runs it; an arrow that turns round fails the build.

/** A part of the product may import these other parts and no more (specs may import anything, see below). */
const arrows = {
  kernel: [],
  domain: ['kernel'],
  audit: ['kernel'],
  iati: ['kernel'],
  spreadsheet: [],
  banking: ['kernel'],
  jobs: ['kernel'],
  ledger: ['kernel', 'domain'],
  'event-store': ['kernel', 'audit'],
  platform: ['kernel'],
  projections: ['kernel', 'domain', 'audit', 'iati', 'banking', 'jobs', 'ledger', 'event-store', 'platform'],
  import: ['kernel', 'domain', 'audit', 'iati', 'spreadsheet', 'banking', 'ledger', 'event-store', 'projections'],
  demo: ['kernel', 'domain'],
  runtime: [
    'kernel',
    'domain',
    'audit',
    'iati',
    'spreadsheet',
    'banking',
    'jobs',
    'ledger',
    'event-store',
    'platform',
    'projections',
    'import',
    'demo',
  ],
};

/** Parts that compute and do nothing else. */
const pure = '^libs/(kernel|domain|ledger|audit|iati|spreadsheet|banking|demo)/';
const frameworks = '(^|/)node_modules/(@nestjs/|typeorm/|pg/|bullmq/|ioredis/)';
const tests = '\\.(spec|oracle)\\.ts$|/fixture/';

const betweenParts = Object.entries(arrows).map(([part, may]) => ({
  name: `what-${part}-imports`,
  comment: `libs/${part} imports ${may.length === 0 ? 'no other part' : may.join(', ')}.`,
  severity: 'error',
  from: { path: `^libs/${part}/`, pathNot: tests },
  to: { path: '^(libs|apps|migrations|test|scripts)/', pathNot: `^libs/(${[part, ...may].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...betweenParts,
    {
      name: 'ledger-knows-domain-by-type',
      comment: 'Ledger reads the shapes of events, it does not decide.',
      severity: 'error',
      from: { path: '^libs/ledger/', pathNot: tests },
      to: { path: '^libs/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'demo-knows-domain-by-type',
      comment: 'The demo is data: commands as a client writes them.',
      severity: 'error',
      from: { path: '^libs/demo/', pathNot: tests },
      to: { path: '^libs/domain/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'what-migrations-import',
      comment: 'A migration that landed must keep meaning the same, so it leans on nothing that moves.',
      severity: 'error',
      from: { path: '^migrations/', pathNot: tests },
      to: { path: '^(libs|apps|test|scripts)/', pathNot: '^libs/(kernel|platform)/' },
    },
    {
      name: 'libs-import-no-app',
      comment: 'Parts without a line of their own above (they put others together) may import every part, and no app.',
      severity: 'error',
      from: { path: '^libs/', pathNot: tests },
      to: { path: '^(apps|scripts)/' },
    },
    {
      name: 'no-app-imports-another',
      comment: 'Apps are composed in apps/all alone.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/all/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: '^(libs|apps|migrations)/', pathNot: tests },
      to: { path: '\\.spec\\.ts$|^test/' },
    },
    {
      name: 'nothing-imports-the-benchmark',
      severity: 'error',
      from: { path: '^(libs|apps|migrations|test)/' },
      to: { path: '^bench/' },
    },
    {
      name: 'pure-parts-know-no-framework',
      comment: 'kernel, domain, ledger, audit, iati and spreadsheet import no Nest, TypeORM, pg, BullMQ or ioredis.',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: { path: frameworks },
    },
    {
      name: 'pure-parts-do-no-io',
      comment: 'Files, network, processes and timers belong to those who call them.',
      severity: 'error',
      from: { path: pure, pathNot: tests },
      to: {
        path: '^(node:)?(fs|net|http|https|http2|tls|dns|dgram|child_process|cluster|worker_threads|timers|os|process)(/|$)',
      },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other to run load in an order that nobody chose. Types have no order.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // What others offer is installed when the benchmark is run, and not before.
    exclude: '^bench/peers/',
    tsConfig: { fileName: 'tsconfig.json' },
    // Imports of types count: an arrow drawn by a type is an arrow.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ['source', 'import', 'node', 'default'], exportsFields: ['exports'] },
  },
};
