import type { Readable } from 'node:stream';
import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { languageIn } from '#domain/words/figures';
import { bookId } from '#kernel/ids';
import type { Services } from '#runtime/services';
import { pathParameters } from '../path-parameters.js';
import { headerOf } from '../headers.js';
import { SERVICES } from '../injection.js';
import { localeOf } from '../language.js';
import { wrongType } from '../file-bodies.js';
import { type Authorised, NeedsRole } from '../token.guard.js';
import { Bulk } from './bulk.js';
import { linesType, posters } from './line-form.js';

/** Many commands in one request, each for itself. */
@Controller('v1')
export class BulkController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  @Post('books/:book/commands')
  @NeedsRole(posters)
  async commands(@Req() request: Authorised, @Res() reply: FastifyReply): Promise<void> {
    const { book = '' } = pathParameters('/{book}', request.params as Record<string, string>);
    const lines = request.body as Readable | undefined;
    if (!lines) throw wrongType(request);
    const locale = localeOf(headerOf(request.headers, 'accept-language'));
    const bulk = new Bulk(this.services.store, request, bookId(book), locale);
    void bulk.take(lines);
    await reply
      .code(200)
      .headers({
        'content-type': `${linesType}; charset=utf-8`,
        'content-language': languageIn(locale),
        vary: 'Accept-Language',
        'cache-control': 'no-store',
      })
      .send(bulk.answers.stream);
  }
}
