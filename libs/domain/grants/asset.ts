import { z } from 'zod';
import type { NewEvent, Reader, StreamEvent } from '#kernel/decider';
import { type MoneyJson, toJson } from '#kernel/money';
import { present } from '#kernel/present';
import { unreachable } from '#kernel/unreachable';
import { type Command, type Paper, defineCommand, paperOf } from '../command.js';
import * as field from '../fields.js';
import { type OpenFund, carried, openFund, valueDateOf } from '../fund/fund.js';
import { grantFor, termsOf } from './grant.js';
import { earning, proceedsField } from './project-income.js';
import { refuseOtherOrganisation, registeredPartner } from '../registry/partner.js';
import { refuse } from '../rejections.js';
import type { Reversed } from '../reversal/reversed.js';
import { type Stream, event, existing, refuseTaken } from '../stream.js';

// Events

/** Bought with the money of a grant: who keeps it answers for it, also after the grant is closed. */
export interface AssetAcquired extends Paper {
  readonly grant: string;
  readonly activity: string;
  readonly description: string;
  readonly serial?: string;
  readonly value: MoneyJson;
  readonly custodian: string;
}

export interface AssetTransferred extends Paper {
  readonly grant: string;
  readonly custodian: string;
}

export const assetConditions = ['in-use', 'idle', 'damaged', 'missing'] as const;
/** Somebody went and looked. */
export interface AssetVerified extends Paper {
  readonly grant: string;
  readonly condition: (typeof assetConditions)[number];
  readonly evidence?: readonly string[];
}

export const disposals = ['sold', 'donated', 'scrapped', 'lost'] as const;
export interface AssetDisposed extends Paper {
  readonly grant: string;
  readonly how: (typeof disposals)[number];
  readonly value: MoneyJson;
  /** To whom it was given. */
  readonly recipient?: string;
  /** What it brought. */
  readonly proceeds?: MoneyJson;
  /** The project income that it is posted as beside; absent where nothing was, as before it was asked for. */
  readonly income?: string;
}

export type AssetEvent =
  | StreamEvent<'asset.acquired', AssetAcquired>
  | StreamEvent<'asset.transferred', AssetTransferred>
  | StreamEvent<'asset.verified', AssetVerified>
  | StreamEvent<'asset.disposed', AssetDisposed>
  | StreamEvent<'asset.reversed', Reversed>;

// State

export type AssetState =
  | { readonly status: 'absent' }
  | {
      readonly status: 'held' | 'disposed' | 'reversed';
      readonly terms: AssetAcquired;
      readonly custodian: string;
      readonly verifications: number;
      readonly reversed: readonly number[];
    };
type Existing = Exclude<AssetState, { readonly status: 'absent' }>;

export const asset: Stream<AssetState, AssetEvent> = {
  kind: 'asset',
  thing: 'asset',
  initial: { status: 'absent' },
  evolve: (state, happened) => {
    if (happened.type === 'asset.acquired') {
      const { custodian } = happened.data;
      return { status: 'held', terms: happened.data, custodian, verifications: 0, reversed: [] };
    }
    if (state.status === 'absent') return state;
    switch (happened.type) {
      case 'asset.transferred':
        return { ...state, custodian: happened.data.custodian };
      case 'asset.verified':
        return { ...state, verifications: state.verifications + 1 };
      case 'asset.disposed':
        return { ...state, status: 'disposed' };
      case 'asset.reversed': {
        const { type, position } = happened.data.reverses;
        const status = type === 'asset.acquired' ? 'reversed' : 'held';
        return { ...state, status, reversed: [...state.reversed, position] };
      }
      default:
        return unreachable(happened);
    }
  },
};

// Decisions

function heldIn(reader: Reader, id: string): Existing {
  const state = existing(reader, asset, id);
  if (state.status !== 'held') refuse('wrong-status', { thing: asset.thing, id, status: state.status, expected: 'held' });
  return state;
}

const evidence = z.array(field.sha256).min(1).max(50).optional().describe('SHA-256 of the documents that show it.');

export const assetCommands = [
  defineCommand({
    type: 'asset.acquire',
    book: 'fund',
    roles: ['fund-manager', 'cso'],
    shape: {
      assetId: field.id,
      grantId: field.id,
      description: field.line(300),
      serial: field.line(100).optional(),
      value: field.amount,
      custodian: field.id.optional().describe('Who keeps it; the executor of the grant when absent.'),
    },
    creates: 'assetId',
    decide: (command, reader) => {
      const { body } = command;
      const open = openFund(command, reader);
      refuseTaken(reader, asset, body.assetId);
      const terms = termsOf(reader, body.grantId);
      refuseOtherOrganisation(command, reader, terms.payee, terms.executor);
      const custodian = body.custodian ?? terms.executor;
      registeredPartner(reader, custodian);
      const data = present<AssetAcquired>({
        grant: body.grantId,
        activity: terms.activity,
        description: body.description,
        serial: body.serial,
        value: toJson(carried(open, body.value)),
        custodian,
        ...paperOf(command),
      });
      return { events: [event(asset, body.assetId, 'asset.acquired', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'asset.transfer',
    book: 'fund',
    roles: ['fund-manager'],
    shape: { assetId: field.id, custodian: field.id },
    decide: (command, reader) => {
      const { assetId, custodian } = command.body;
      const open = openFund(command, reader);
      const state = heldIn(reader, assetId);
      registeredPartner(reader, custodian);
      const valueDate = valueDateOf(command, open);
      if (state.custodian === custodian) return { events: [], valueDate };
      const data: AssetTransferred = { grant: state.terms.grant, custodian, ...paperOf(command) };
      return { events: [event(asset, assetId, 'asset.transferred', data)], valueDate };
    },
  }),

  defineCommand({
    type: 'asset.verify',
    book: 'fund',
    roles: ['fund-manager', 'auditor'],
    shape: { assetId: field.id, condition: z.enum(assetConditions), evidence },
    decide: (command, reader) => {
      const { assetId, condition } = command.body;
      const open = openFund(command, reader);
      const state = heldIn(reader, assetId);
      const data = present<AssetVerified>({
        grant: state.terms.grant,
        condition,
        evidence: command.body.evidence,
        ...paperOf(command),
      });
      return { events: [event(asset, assetId, 'asset.verified', data)], valueDate: valueDateOf(command, open) };
    },
  }),

  defineCommand({
    type: 'asset.dispose',
    book: 'fund',
    roles: ['fund-manager'],
    shape: {
      assetId: field.id,
      how: z.enum(disposals),
      recipient: field.id.optional(),
      proceeds: proceedsField.optional().describe('What it was sold for: the income of the project, with what it is for.'),
    },
    decide: (command, reader) => {
      const { assetId, how, recipient, proceeds } = command.body;
      const open = openFund(command, reader);
      const state = heldIn(reader, assetId);
      if (recipient !== undefined) registeredPartner(reader, recipient);
      if (proceeds !== undefined && how !== 'sold') refuse('member-does-not-fit', { member: 'proceeds', move: how });
      const data = present<AssetDisposed>({
        grant: state.terms.grant,
        how,
        value: state.terms.value,
        recipient,
        ...(proceeds === undefined ? {} : { proceeds: toJson(carried(open, proceeds.amount)), income: proceeds.incomeId }),
        ...paperOf(command),
      });
      return {
        events: [
          event(asset, assetId, 'asset.disposed', data),
          ...(proceeds === undefined ? [] : [earnedBy(open, reader, command, state.terms, proceeds)]),
        ],
        valueDate: valueDateOf(command, open),
      };
    },
  }),
];

/** What a sale brought is income of the grant's project; it reduces no grant that is closed. */
function earnedBy(
  open: OpenFund,
  reader: Reader,
  command: Command<{ readonly assetId: string }>,
  { grant, description }: AssetAcquired,
  proceeds: z.output<typeof proceedsField>,
): NewEvent {
  const terms = proceeds.use === 'reduces-grant' ? grantFor(reader, grant, 'conclude') : termsOf(reader, grant);
  const asked = { ...proceeds, grantId: grant, source: 'sales', what: description, asset: command.body.assetId } as const;
  return earning(open, reader, terms, asked, paperOf(command));
}
