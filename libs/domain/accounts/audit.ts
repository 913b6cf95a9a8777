import { z } from 'zod';
import type { Reader, StreamEvent } from '#kernel/decider';
import { minorOf } from '#kernel/money';
import { present } from '#kernel/present';
import type { LocalDate } from '#kernel/time';
import { unreachable } from '#kernel/unreachable';
import { type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, homeText, notInFuture, openFund, valueDateOf } from '../fund/fund.js';
import { type GrantSigned, termsOf } from '../grants/grant.js';
import { registeredPartner, sameOrganisationAs } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, stateOf } from '../stream.js';

/** What an auditor says of the accounts of a grant; ISA 700 and 705. */
export const opinions = ['unqualified', 'qualified', 'adverse', 'disclaimer'] as const;
export type Opinion = (typeof opinions)[number];

// Events

/** The certificates of one grant are one stream, named by the grant. */
export interface AuditRecorded extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly payee: string;
  readonly certificate: string;
  /** A partner of the registry, and neither the payee nor the executor. */
  readonly auditor: string;
  readonly opinion: Opinion;
  readonly periodStart: LocalDate;
  readonly periodEnd: LocalDate;
  /** SHA-256 of the certificate. */
  readonly sha256: string;
  readonly findingsHash?: string;
}

export type AuditEvent = StreamEvent<'audit.recorded', AuditRecorded> | StreamEvent<'audit.reversed', Reversed>;

// State

export interface AuditState {
  readonly certificates: readonly (AuditRecorded & { readonly position: number })[];
  readonly reversed: readonly number[];
}

export const audit: Stream<AuditState, AuditEvent> = {
  kind: 'audit',
  thing: 'audit certificate',
  initial: { certificates: [], reversed: [] },
  evolve: ({ certificates, reversed }, happened) => {
    switch (happened.type) {
      case 'audit.recorded':
        return { certificates: [...certificates, { ...happened.data, position: happened.position }], reversed };
      case 'audit.reversed': {
        const { position } = happened.data.reverses;
        return {
          certificates: certificates.filter((each) => each.position !== position),
          reversed: [...reversed, position],
        };
      }
      default:
        return unreachable(happened);
    }
  },
};

/** Refuses the final payment, or the closing, of a grant that needs an auditor's certificate and has none that vouches for it. */
export function refuseUnaudited(
  open: OpenFund,
  reader: Reader,
  grant: string,
  { amount, auditCertificate }: Pick<GrantSigned, 'amount' | 'auditCertificate'>,
): void {
  const above = open.policy.auditAbove;
  const needed = auditCertificate ?? (above !== undefined && minorOf(amount) > minorOf(above));
  const { certificates } = stateOf(reader, audit, grant);
  if (!needed || certificates.some(({ opinion }) => opinion === 'unqualified' || opinion === 'qualified')) return;
  refuse('audit-missing', {
    grant,
    amount: homeText(open, minorOf(amount)),
    currency: open.home,
    opinions: certificates.length === 0 ? ['none'] : certificates.map((each) => each.opinion),
  });
}

// Decisions

export const auditCommands = [
  defineCommand({
    type: 'audit.record',
    book: 'fund',
    roles: ['fund-manager', 'approver', 'auditor'],
    shape: {
      certificateId: field.id,
      grantId: field.id,
      auditor: field.id.describe('A partner of the registry; neither the payee nor the executor of the grant.'),
      opinion: z.enum(opinions),
      periodStart: field.date,
      periodEnd: field.date,
      sha256: field.sha256.describe('Of the certificate.'),
      findings: field.sealed(4000).optional(),
    },
    creates: 'certificateId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      const { activity, payee, executor } = termsOf(reader, body.grantId);
      const { certificates } = stateOf(reader, audit, body.grantId);
      if (certificates.some((each) => each.certificate === body.certificateId)) {
        refuse('id-taken', { thing: audit.thing, id: body.certificateId });
      }
      registeredPartner(reader, body.auditor);
      if ([payee, executor].some((each) => sameOrganisationAs(reader, each, body.auditor))) {
        refuse('auditor-not-independent', { auditor: body.auditor, grant: body.grantId });
      }
      if (body.periodEnd < body.periodStart) refuse('period-reversed', { start: body.periodStart, end: body.periodEnd });
      // Auditors come when the books of the period are closed.
      notInFuture(open, command, body.periodEnd);
      const data = present<AuditRecorded>({
        grant: body.grantId,
        activity,
        payee,
        certificate: body.certificateId,
        auditor: body.auditor,
        opinion: body.opinion,
        periodStart: body.periodStart,
        periodEnd: body.periodEnd,
        sha256: body.sha256,
        findingsHash: body.findings,
        ...paperOf(command),
      });
      return { events: [event(audit, body.grantId, 'audit.recorded', data)], valueDate: valueDateOf(command, open) };
    },
  }),
];
