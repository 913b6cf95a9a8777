import { ConsoleLogger, type LogLevel, type LoggerService } from '@nestjs/common';
import type { ExportIati } from '#jobs/payloads';
import type { RuleFindings } from '#projections/iati-findings';

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

/** Reports what a published file breaks of IATI's rules or ours, one line a rule. */
export const findingsTo =
  (logger: LoggerService) =>
  ({ book, position }: ExportIati, findings: readonly RuleFindings[]): void => {
    for (const { rule, severity, count } of findings) {
      logger.warn?.({ message: `the IATI file breaks ${rule}`, book, position, rule, severity, count }, 'publish');
    }
  };
