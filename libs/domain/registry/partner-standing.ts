import { z } from 'zod';
import { present } from '#kernel/present';
import { defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { evidence } from '../kept-document.js';
import {
  type DueDiligenceRecorded,
  type PartnerSuspended,
  type PartnerVerified,
  activePartner,
  partner,
  riskRatings,
  suspensionEffects,
  suspensionReasons,
  verificationGrounds,
} from './partner.js';
import { refuseEnded, registryDate } from './registry.js';
import { refuse } from '../rejections.js';
import { event } from '../stream.js';

// What others found out about an organisation, and what follows for it. None of it is for the organisation itself to say.

export const partnerStandingCommands = [
  defineCommand({
    type: 'partner.verify',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: {
      partnerId: field.id,
      ground: z.enum(verificationGrounds),
      verifier: field.id.optional().describe('The partner that looked, when it was not the one who writes this.'),
      until: field.date.optional().describe('The last day on which it counts.'),
      evidence,
    },
    decide: (command, reader) => {
      const { body } = command;
      activePartner(reader, body.partnerId);
      if (body.verifier !== undefined) {
        activePartner(reader, body.verifier);
        if (body.verifier === body.partnerId) refuse('verifies-itself', { partner: body.partnerId });
      }
      const valueDate = registryDate(command);
      refuseEnded(valueDate, body.until);
      const data = present<PartnerVerified>({
        ground: body.ground,
        verifier: body.verifier,
        until: body.until,
        evidence: body.evidence,
        ...paperOf(command),
      });
      return { events: [event(partner, body.partnerId, 'partner.verified', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'partner.record-due-diligence',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: {
      partnerId: field.id,
      outcome: z.enum(['passed', 'failed']),
      risk: z.enum(riskRatings),
      until: field.date.describe('The last day on which it counts.'),
      evidence,
      findings: field.sealed().optional().describe('Kept apart; readers with a role for it see them.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      activePartner(reader, body.partnerId);
      const valueDate = registryDate(command);
      refuseEnded(valueDate, body.until);
      const data = present<DueDiligenceRecorded>({
        outcome: body.outcome,
        risk: body.risk,
        until: body.until,
        evidence: body.evidence,
        findingsHash: body.findings,
        ...paperOf(command),
      });
      return { events: [event(partner, body.partnerId, 'partner.due-diligence-recorded', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'partner.suspend',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: {
      partnerId: field.id,
      effect: z.enum(suspensionEffects),
      reason: z.enum(suspensionReasons),
      findings: field.sealed().optional().describe('The story behind the reason. Kept apart.'),
    },
    decide: (command, reader) => {
      const { body } = command;
      const { suspension } = activePartner(reader, body.partnerId);
      const data = present<PartnerSuspended>({
        effect: body.effect,
        reason: body.reason,
        findingsHash: body.findings,
        ...paperOf(command),
      });
      const isSo = suspension?.effect === body.effect && suspension.reason === body.reason;
      return {
        events: isSo ? [] : [event(partner, body.partnerId, 'partner.suspended', data)],
        valueDate: registryDate(command),
      };
    },
  }),

  defineCommand({
    type: 'partner.reinstate',
    book: 'registry',
    roles: ['fund-manager', 'admin'],
    shape: {
      partnerId: field.id,
      findings: field.sealed().optional().describe('Why it may take part again. Kept apart.'),
    },
    decide: (command, reader) => {
      const { partnerId, findings } = command.body;
      const { suspension } = activePartner(reader, partnerId);
      const data = present({ findingsHash: findings, ...paperOf(command) });
      return {
        events: suspension ? [event(partner, partnerId, 'partner.reinstated', data)] : [],
        valueDate: registryDate(command),
      };
    },
  }),
];
