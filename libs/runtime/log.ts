import type { LoggerService } from '@nestjs/common';
import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/** The log of a process that serves: a JSON object a line. */
export const serviceLogger = (levels: readonly LogLevel[] = ['fatal', 'error', 'warn', 'log']): LoggerService =>
  new ConsoleLogger({ json: true, colors: false, logLevels: [...levels] });

/** Reports what failed in the background. */
export const errorsTo =
  (logger: LoggerService, where: string) =>
  (error: Error): void => {
    const { message, stack, code } = error as Error & { code?: unknown };
    logger.error({ message, ...(typeof code === 'string' ? { code } : {}), stack }, where);
  };
