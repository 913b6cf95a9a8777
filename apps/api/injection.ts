/** What Nest injects the services of the process under. */
export const SERVICES = Symbol('services');
