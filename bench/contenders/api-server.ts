import 'reflect-metadata';
import { createToken } from '#runtime/tokens';
import { createApi, listen } from '../../apps/api/app.js';
import { openProduct } from '../book/posting.js';
import { serveUntilDisconnected } from '../harness/server-process.js';

/** The HTTP side of the product, composed as `apps/api` composes it, with tokens for those who act. */
const [, , url, folder] = process.argv;
const services = await openProduct(url!, folder!);
const app = await createApi(services, false);
await listen(app, 0, '127.0.0.1');
const { port } = app.getHttpServer().address() as { port: number };
const told = {
  ana: await createToken(services.appPool, { person: 'ana', roles: ['fund-manager'] }),
  beto: await createToken(services.appPool, { person: 'beto', roles: ['approver'] }),
};
serveUntilDisconnected({ port, told }, async () => {
  await app.close();
  await services.close();
});
