import type { Feed } from './feeds.js';
import type { DemoToken } from './tokens.js';

/** What a person who has just started it needs to know. */
export interface Started {
  readonly url: string;
  readonly database: string;
  readonly queue: string;
  /** The folder of published files. */
  readonly files: string;
  readonly feeds: readonly Feed[];
  readonly tokens: readonly DemoToken[];
}

/** What is where, as lines of text. */
export function summary({ url, database, queue, files, feeds, tokens }: Started): string {
  // The first fund's story has come to its end: nothing can be posted in it any more.
  const open = feeds.at(-1);
  return [
    '',
    'Ayni is running. Ctrl-C stops it.',
    '',
    `  API           ${url}/v1/funds`,
    `  description   ${url}/docs      (OpenAPI: ${url}/openapi.json)`,
    `  database      ${database}`,
    `  queue         ${queue === 'redis' ? 'Redis' : 'in the same PostgreSQL'}`,
    `  files         ${files}`,
    ...tokens.map(({ path, roles }) => `  token         ${path}      (${roles.join(', ')})`),
    ...feeds.flatMap((feed) => [
      '',
      `  ${feed.title}, ${feed.position} events`,
      `    position    ${url}/v1/funds/${feed.book}/position`,
      `    journal     ${url}/v1/books/${feed.book}/journal`,
      `    IATI        ${url}/v1/funds/${feed.book}/publications/${feed.sha256}`,
      `                ${feed.path}`,
    ]),
    ...(open && tokens[0]
      ? [
          '',
          'To post something (a pledge):',
          '',
          `  curl -X POST ${url}/v1/funds/${open.book}/contributions/pledges \\`,
          `    -H "Authorization: Bearer $(cat ${tokens[0].path})" -H "Idempotency-Key: my-first-pledge" \\`,
          `    -H "Content-Type: application/json" \\`,
          `    -d '{"contributor": "gov-colombia", "amount": {"amount": "2000.00", "currency": "USD"}}'`,
        ]
      : []),
    '',
  ].join('\n');
}
