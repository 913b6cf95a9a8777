import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Outcome } from '#event-store/outcome';
import { type Post, type WrongForm, post } from '#runtime/post';
import type { Services } from '#runtime/services';
import { SERVICES } from './injection.js';

/** The one message on the command bus: whatever is posted, to whichever book. */
export class PostCommand extends Command<Outcome | WrongForm> {
  constructor(readonly post: Post) {
    super();
  }
}

/** Serves the whole domain: the type of the command finds its definition. */
@CommandHandler(PostCommand)
export class PostCommandHandler implements ICommandHandler<PostCommand> {
  constructor(@Inject(SERVICES) private readonly services: Services) {}

  execute({ post: asked }: PostCommand): Promise<Outcome | WrongForm> {
    return post(this.services.store, asked);
  }
}
