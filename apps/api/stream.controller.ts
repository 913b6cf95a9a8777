import { Readable } from 'node:stream';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { exportIati } from '#jobs/payloads';
import { pathOf } from '#jobs/files';
import { present } from '#kernel/present';
import { head } from '#projections/journal';
import { journalLines } from '#runtime/journal-lines';
import { publicationOfHash, publications, requestPublication } from '#runtime/publish';
import type { Services } from '#runtime/services';
import { pathParameters } from './path-parameters.js';
import { SERVICES } from './injection.js';
import { Problem } from './problem.js';
import { range, readParameters } from './queries/parameters.js';
import { NeedsRole } from './token.guard.js';

/** What is not one JSON answer: the journal, the published files, and the jobs that write them. */
@Controller('v1')
export class StreamController {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  /** The journal of a book as a file. */
  @Get('books/:book/journal')
  async journal(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { readPool } = this.services;
    const { book = '' } = pathParameters('/{book}', request.params as Record<string, string>);
    const { from = 1, to } = readParameters(range, request.query as Record<string, unknown>);
    const known = await head(readPool, book);
    if (!known) throw new Problem('resource-not-found', { thing: 'book', id: book });
    const last = Math.min(to ?? known.position, known.position);
    await reply
      .headers({
        'content-type': 'application/x-ndjson; charset=utf-8',
        'content-disposition': `attachment; filename="${book}.journal.ndjson"`,
        'cache-control': 'no-cache',
        'ayni-position': String(last),
      })
      .send(Readable.from(journalLines(readPool, book, from, last)));
  }

  /** The newest published file, under an address that stays. */
  @Get('funds/:fund/publications/latest')
  async latest(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { fund = '' } = pathParameters('/{fund}', request.params as Record<string, string>);
    const [newest] = await publications(this.services.readPool, fund, { limit: 1 });
    if (!newest) throw new Problem('resource-not-found', { thing: 'publication of', id: fund });
    await reply
      .code(302)
      .headers({ location: `/v1/funds/${fund}/publications/${newest.sha256}`, 'cache-control': 'no-cache' })
      .send();
  }

  /** A published file, by its bytes. */
  @Get('funds/:fund/publications/:sha256')
  async file(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { readPool, files } = this.services;
    const { fund = '', sha256 = '' } = pathParameters('/{fund}/{sha256}', request.params as Record<string, string>);
    const known = /^[0-9a-f]{64}$/.test(sha256) ? await publicationOfHash(readPool, fund, sha256) : undefined;
    const bytes = known && (await files.read(pathOf(sha256, 'xml')));
    if (!bytes) throw new Problem('resource-not-found', { thing: 'publication', id: sha256 });
    await reply
      .headers({
        'content-type': 'application/xml; charset=utf-8',
        'content-length': String(known.bytes),
        'content-disposition': `inline; filename="${fund}.iati-activities.xml"`,
        'cache-control': 'public, max-age=31536000, immutable',
        etag: `"${sha256}"`,
        'ayni-position': String(known.position),
      })
      .send(bytes);
  }

  /** Asks for the file of the fund's present position. */
  @Post('funds/:fund/publications')
  @NeedsRole(['publisher'])
  async publish(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { fund = '' } = pathParameters('/{fund}', request.params as Record<string, string>);
    const asked = await requestPublication(this.services, fund);
    if (!asked) throw new Problem('resource-not-found', { thing: 'fund', id: fund });
    await reply
      .code(202)
      .headers({ location: `/v1/funds/${fund}/publications/jobs/${asked.job}`, 'cache-control': 'no-store' })
      .send(asked);
  }

  /** How far a job is. */
  @Get('funds/:fund/publications/jobs/:job')
  @NeedsRole(['publisher', 'auditor', 'admin'])
  async job(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { job = '', ...rest } = request.params as Record<string, string>;
    const { fund = '' } = pathParameters('/{fund}', rest);
    // Ids of jobs begin with their book, and no id has a dot: one fund's jobs cannot be asked for through another.
    const mine = job.startsWith(`${exportIati.name}.${fund}.`);
    const status = mine ? await this.services.queues.publishQueue.status(job) : undefined;
    if (!status) throw new Problem('resource-not-found', { thing: 'job', id: job.slice(0, 200) });
    const { state, attempts, progress, result, reason } = status;
    const { path: _, ...file } = result ?? { path: '' };
    await reply.headers({ 'cache-control': 'no-store' }).send({
      job,
      state,
      attempts,
      ...(progress ? { progress } : {}),
      ...(result ? { result: file } : {}),
      ...present({ reason }),
    });
  }
}
