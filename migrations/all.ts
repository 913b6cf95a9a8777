import { Book1764000000001 } from './0001-book.js';
import { Directory1764000000002 } from './0002-directory.js';
import { Views1764000000003 } from './0003-views.js';
import { Registry1764000000004 } from './0004-registry.js';
import { Governance1764000000005 } from './0005-governance.js';
import { Results1764000000006 } from './0006-results.js';
import { Grants1764000000008 } from './0008-grants.js';
import { Accounts1764000000009 } from './0009-accounts.js';
import { Running1764000000010 } from './0010-running.js';
import { Imports1764000000011 } from './0011-imports.js';
import { Party1764000000012 } from './0012-party.js';
import { Flows1764000000013 } from './0013-flows.js';
import { MoneyIn1764000000020 } from './0020-money-in.js';
import { Registers1764000000021 } from './0021-registers.js';
import { Costs1764000000022 } from './0022-costs.js';
import { AccountsViews1764000000029 } from './0029-accounts-views.js';
import { NewMoney1764000000030 } from './0030-new-money.js';
import { FundEnd1764000000031 } from './0031-fund-end.js';
import { SettledGrants1764000000040 } from './0040-settled-grants.js';
import { SubGrants1764000000041 } from './0041-sub-grants.js';
import { AccountsShown1764000000043 } from './0043-accounts-shown.js';
import { EvidenceClaims1764000000044 } from './0044-evidence-claims.js';
import { ResultsOfFunds1764000000055 } from './0055-results-of-funds.js';
import { Participations1764000000056 } from './0056-participations.js';
import { ReviewedRows1764000000058 } from './0058-reviewed-rows.js';
import { SettledAdvances1764000000060 } from './0060-settled-advances.js';
import { RefundedInExcess1764000000061 } from './0061-refunded-in-excess.js';
import { Append1764000000065 } from './0065-append.js';
import { LinesOfFewKinds1764000000068 } from './0068-lines-of-few-kinds.js';
import { CollectionsAsSources1764000000095 } from './0095-collections-as-sources.js';
import { RefundsOutstanding1764000000096 } from './0096-refunds-outstanding.js';
import { RefundsOfWhatIsDue1764000000097 } from './0097-refunds-of-what-is-due.js';
import { TreeNodes1764000000100 } from './0100-tree-nodes.js';
import { RecentHeads1764000000101 } from './0101-recent-heads.js';
import { TotalsOfAccounts1764000000102 } from './0102-totals-of-accounts.js';
import { OpenAdvances1764000000103 } from './0103-open-advances.js';
import { KeptStates1764000000104 } from './0104-kept-states.js';
import { NodesCloser1764000000105 } from './0105-nodes-closer.js';
import { AppendByKey1764000000110 } from './0110-append-by-key.js';
import { Turns1764000000112 } from './0112-turns.js';
import { AppendOfOne1764000000113 } from './0113-append-of-one.js';
import { WholeDocuments1764000000117 } from './0117-whole-documents.js';
import { MatchedMovements1764000000121 } from './0121-matched-movements.js';
import { Eras1764000000125 } from './0125-eras.js';
import { FewerEntries1764000000129 } from './0129-fewer-entries.js';
import { WhatIsOrdered1764000000130 } from './0130-what-is-ordered.js';
import { AppendTogether1764000000131 } from './0131-append-together.js';
import { ErasOfMoves1764000000132 } from './0132-eras-of-moves.js';
import { LeasesThatRead1764000000133 } from './0133-leases-that-read.js';
import { NumbersOfAccounts1764000000134 } from './0134-numbers-of-accounts.js';
import { RefusedKeys1764000000135 } from './0135-refused-keys.js';

/** All migrations, in order; a landed one is never edited. */
export const migrations = [
  Book1764000000001,
  Directory1764000000002,
  Views1764000000003,
  Registry1764000000004,
  Governance1764000000005,
  Results1764000000006,
  Grants1764000000008,
  Accounts1764000000009,
  Running1764000000010,
  Imports1764000000011,
  Party1764000000012,
  Flows1764000000013,
  MoneyIn1764000000020,
  Registers1764000000021,
  Costs1764000000022,
  AccountsViews1764000000029,
  NewMoney1764000000030,
  FundEnd1764000000031,
  SettledGrants1764000000040,
  SubGrants1764000000041,
  AccountsShown1764000000043,
  EvidenceClaims1764000000044,
  ResultsOfFunds1764000000055,
  Participations1764000000056,
  ReviewedRows1764000000058,
  SettledAdvances1764000000060,
  RefundedInExcess1764000000061,
  Append1764000000065,
  LinesOfFewKinds1764000000068,
  CollectionsAsSources1764000000095,
  RefundsOutstanding1764000000096,
  RefundsOfWhatIsDue1764000000097,
  TreeNodes1764000000100,
  RecentHeads1764000000101,
  TotalsOfAccounts1764000000102,
  OpenAdvances1764000000103,
  KeptStates1764000000104,
  NodesCloser1764000000105,
  AppendByKey1764000000110,
  Turns1764000000112,
  AppendOfOne1764000000113,
  WholeDocuments1764000000117,
  MatchedMovements1764000000121,
  Eras1764000000125,
  FewerEntries1764000000129,
  WhatIsOrdered1764000000130,
  AppendTogether1764000000131,
  ErasOfMoves1764000000132,
  LeasesThatRead1764000000133,
  NumbersOfAccounts1764000000134,
  RefusedKeys1764000000135,
];

/** The names under which a database remembers them. */
export const migrationNames: readonly string[] = migrations.map(({ name }) => name);

/** Where it remembers them; the serving logins may read it. */
export const migrationTable = 'ayni_migration';
