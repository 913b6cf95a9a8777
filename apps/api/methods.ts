import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The addresses of a server and their methods. */
interface Address {
  readonly form: RegExp;
  readonly methods: Set<string>;
}

const served = new WeakMap<object, Map<string, Address>>();

/** Keeps which methods each address takes, so that a wrong one can be told which are right. */
export function knowMethods(fastify: FastifyInstance): void {
  const addresses = new Map<string, Address>();
  served.set(fastify.server, addresses);
  fastify.addHook('onRoute', ({ url, method }) => {
    const address = addresses.get(url) ?? { form: formOf(url), methods: new Set<string>() };
    addresses.set(url, address);
    for (const each of [method].flat()) address.methods.add(each);
  });
}

/** The methods that the address of a request takes, in alphabetical order; none when there is no such address. */
export function methodsAt({ server, url }: FastifyRequest): string[] {
  const path = url.split(/[?#]/, 1)[0]!;
  const fitting = [...(served.get(server.server)?.values() ?? [])].filter(({ form }) => form.test(path));
  return [...new Set(fitting.flatMap(({ methods }) => [...methods]))].toSorted();
}

/** `/v1/templates/:kind.:format` as a pattern; `*` stands for anything. */
function formOf(url: string): RegExp {
  const parts = url.split(/(:\w+|\*)/).map((part) => {
    if (part === '*') return '.*';
    return part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.\\+?^${}()|[\]]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('')}$`);
}
