/**
 * Starts an embedded PostgreSQL in a process of its own, tells of it in a line of JSON, and holds it until a line comes
 * in or a signal. Arguments: the home, and the folder whose node_modules has the programs.
 */
import { once } from 'node:events';
import { startEmbeddedPostgres } from '#platform/embedded-postgres';

const [home = '', projectRoot = ''] = process.argv.slice(2);
const lines: string[] = [];
const server = await startEmbeddedPostgres({ home, projectRoot, database: 'ayni', log: (line) => lines.push(line) });
const { url, port, pid, data, adopted } = server;
process.stdout.write(`${JSON.stringify({ url, port, pid, data, adopted, log: lines })}\n`);

const [word] = (await once(process.stdin, 'data')) as [Buffer];
// `leave` stands for a program that ends and forgets to stop it.
if (word.toString().trim() !== 'leave') await server.stop();
process.exit(0);
