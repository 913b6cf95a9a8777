import { Controller, Get, Header, Inject } from '@nestjs/common';
import type { Services } from '#runtime/services';
import { SERVICES } from './injection.js';
import { unavailable } from './problem.js';

/** For whoever keeps the process alive. */
@Controller()
export class HealthController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** The process runs. */
  @Get('health')
  @Header('cache-control', 'no-store')
  health(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** It can serve: the database answers and is migrated, and so does the queue. */
  @Get('ready')
  @Header('cache-control', 'no-store')
  async ready(): Promise<{ status: 'ready' }> {
    const unready = await this.services.unready();
    if (unready.length > 0) throw unavailable(...unready);
    return { status: 'ready' };
  }
}
