import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { serveUntilDisconnected } from '../harness/server-process.js';

/** The least that a POST can be on the framework and the adapter of the product: JSON in, JSON out, and nothing in between. */
@Controller()
class HelloController {
  @Post('hello')
  @HttpCode(201)
  hello(@Body() body: { readonly name: string }): object {
    return { hello: body.name };
  }
}

@Module({ controllers: [HelloController] })
class HelloModule {}

const app = await NestFactory.create<NestFastifyApplication>(HelloModule, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
const { port } = app.getHttpServer().address() as { port: number };
serveUntilDisconnected({ port }, () => app.close());
