import { type CanActivate, type ExecutionContext, Inject, Injectable, SetMetadata } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Role } from '#domain/command';
import type { Services } from '#runtime/services';
import type { Identity } from '#runtime/tokens';
import { type Headers, bearerToken, headerOf } from './headers.js';
import { Problem } from './problem.js';
import { SERVICES } from './injection.js';

const rolesKey = 'ayni:roles';

/** Marks a handler: a token with one of these roles is needed. Without it, everybody may call. */
export const NeedsRole = (roles: readonly Role[]): MethodDecorator => SetMetadata(rolesKey, roles);

/** A request whose token was looked up, and the role under which it acts: the first of those needed that it holds. */
export interface Authorised extends FastifyRequest {
  identity?: Identity;
  role?: Role;
}

/** Lets those in whose token has a role that the handler needs. */
@Injectable()
export class TokenGuard implements CanActivate {
  constructor(
    @Inject(Reflector) private readonly reflector: Reflector,
    @Inject(SERVICES) private readonly services: Services,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = this.reflector.get<readonly Role[] | undefined>(rolesKey, context.getHandler());
    if (!needed) return true;
    const request = context.switchToHttp().getRequest<Authorised>();
    const identity = await this.services.tokens.identify(tokenOf(request.headers));
    request.role = roleIn(identity, needed);
    request.identity = identity!;
    return true;
  }
}

/** The token of a request. Throws a problem when there is none. */
export function tokenOf(headers: Headers): string {
  const token = bearerToken(headers);
  if (token !== undefined) return token;
  throw new Problem(headerOf(headers, 'authorization') === undefined ? 'token-missing' : 'token-unknown');
}

/** The role under which somebody acts: the first of those needed that its token has. Throws a problem when it has none. */
export function roleIn(identity: Identity | undefined, needed: readonly Role[]): Role {
  if (!identity) throw new Problem('token-unknown');
  const role = needed.find((each) => identity.roles.includes(each));
  if (!role) throw new Problem('role-missing', { needed, held: identity.roles });
  return role;
}
