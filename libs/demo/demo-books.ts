import { centralAmericaCaribbean } from './central-america-caribbean.js';
import type { DemoBook } from './command.js';
import { mexicoHaitiAlliance } from './mexico-haiti-alliance.js';
import { registry } from './registry.js';
import { sscProgramme } from './ssc-programme.js';

/**
 * The books of the demo in the order in which they have to be posted: the registry, which the funds read, then three
 * funds. Commands of a book depend on those before them; the books of the funds do not depend on each other.
 */
export const demoBooks = (): DemoBook[] => [registry(), centralAmericaCaribbean(), mexicoHaitiAlliance(), sscProgramme()];
