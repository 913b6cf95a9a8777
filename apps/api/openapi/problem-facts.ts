import type { Json } from '#kernel/canonical';
import { isRejectionCode, refusalOf } from '#domain/rejections';
import type { EdgeCode, ProblemCode } from '../problem-codes.js';

type Facts = Readonly<Record<string, Json>>;

const edgeFacts: Readonly<Record<EdgeCode, Facts>> = {
  'malformed-request': { because: 'the address is not valid' },
  'malformed-json': { rule: 'value', position: 6, line: 1, column: 7, found: '}', expected: 'a value' },
  'invalid-fields': { count: 1 },
  'statement-unreadable': {
    fault: 'does-not-sum',
    because: 'its lines do not come to its balances',
    found: '2026/3: 0 + 2998800 is not 2990000',
    line: 0,
  },
  'idempotency-key-invalid': { value: '"a b"' },
  'if-match-invalid': { value: '"*"' },
  'token-missing': {},
  'token-unknown': {},
  'role-missing': { needed: ['approver'], held: ['fund-manager', 'publisher'] },
  'route-not-found': { method: 'GET', path: '/v1/found' },
  'resource-not-found': { thing: 'grant', id: 'g-wells' },
  'body-too-large': { largest: 262_144 },
  'media-type-unsupported': { expected: 'application/json', value: 'text/plain' },
  'sheet-unreadable': { rule: 'too-many-rows', most: 20_010, because: 'The file has more than 20010 rows.' },
  'rows-refused': { import: '0f8fad5b-d9cb-469f-a165-70867728950e', refused: 1, total: 240, issues: 1 },
  'key-reused': { key: 'my-first-pledge' },
  fault: { correlationId: '0f8fad5b-d9cb-469f-a165-70867728950e' },
  'book-busy': { book: 'agua-segura' },
  'outcome-unknown': { book: 'agua-segura' },
  'view-behind': { book: 'agua-segura', after: 12, waitedSeconds: 5 },
  unavailable: { parts: ['database'], what: 'the database' },
};

/** The figures of an example of each problem. */
export const factsOf = (code: ProblemCode): Facts => (isRejectionCode(code) ? refusalOf(code).facts : edgeFacts[code]);
