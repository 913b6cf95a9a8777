import { startWorker } from '#runtime/working';
import { openProduct } from '../book/posting.js';
import { serveUntilDisconnected } from '../harness/server-process.js';

/** The worker of the product in a process of its own: it hears of commits and folds the views. */
const [, , url, folder] = process.argv;
const services = await openProduct(url!, folder!);
const worker = await startWorker(services, () => undefined);
serveUntilDisconnected({ port: 0 }, async () => {
  await worker.stop();
  await services.close();
});
