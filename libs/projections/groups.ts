import { registryBook } from '#kernel/ids';
import { activitySheetView } from './activity-sheet.js';
import { allocationRegister } from './allocation-register.js';
import { assetRegister } from './asset-register.js';
import { agreementRegister } from './agreement-register.js';
import { capacityRegister } from './capacity-register.js';
import { bodiesView } from './bodies.js';
import { callsView } from './calls.js';
import { complaintsView } from './complaints.js';
import { bankStatements } from './bank-statements.js';
import { advanceMovements } from './advance-ageing.js';
import { auditRegister } from './audit-register.js';
import { contributorStatement } from './contributor-statement.js';
import { costRegister } from './cost-register.js';
import { disbursementRegister } from './disbursement-register.js';
import { evidenceClaims } from './evidence-claims.js';
import { expenditureRegister } from './expenditure-register.js';
import { flowsView } from './flows.js';
import { fundPositionView } from './fund-position.js';
import { fundSheetView } from './fund-sheet.js';
import { grantPartsView } from './grant-parts.js';
import { grantSheetView } from './grant-sheet.js';
import { inKindView } from './in-kind.js';
import { commentsView } from './learning/comments.js';
import { evaluationRegister } from './learning/evaluation-register.js';
import { peerReviewsView } from './learning/peer-reviews.js';
import { resultSheetView } from './learning/result-sheet.js';
import { visitsView } from './learning/visits.js';
import { incomeRegister } from './income-register.js';
import { partnerDirectory } from './partner-directory.js';
import { payeeAccountRegister } from './payee-account-register.js';
import { periodsView } from './periods.js';
import { postings } from './postings.js';
import { refundRegister } from './refund-register.js';
import { proposalsView } from './proposals.js';
import { subGrantRegister } from './sub-grant-register.js';
import { waiverRegister } from './waiver-register.js';
import type { ViewGroup } from './view.js';

/** All view groups: the one list. */
export const viewGroups: readonly ViewGroup[] = [
  { name: 'ledger', book: 'fund', views: [postings, fundPositionView, bankStatements, periodsView] },
  { name: 'contributions', book: 'fund', views: [contributorStatement, inKindView] },
  { name: 'activities', book: 'fund', views: [fundSheetView, activitySheetView, grantSheetView, grantPartsView] },
  {
    name: 'disbursements',
    book: 'fund',
    views: [disbursementRegister, expenditureRegister, evidenceClaims, advanceMovements, refundRegister, auditRegister],
  },
  { name: 'governance', book: 'fund', views: [bodiesView, callsView, proposalsView, complaintsView] },
  { name: 'costs', book: 'fund', views: [costRegister] },
  { name: 'flows', book: 'fund', views: [flowsView] },
  {
    name: 'registers',
    book: 'fund',
    views: [allocationRegister, subGrantRegister, incomeRegister, assetRegister, waiverRegister],
  },
  { name: 'partners', book: 'registry', views: [partnerDirectory, capacityRegister, payeeAccountRegister, agreementRegister] },
  {
    name: 'learning',
    book: 'fund',
    views: [resultSheetView, evaluationRegister, peerReviewsView, commentsView, visitsView],
  },
];

/** The groups that fold a book. */
export const groupsFor = (groups: readonly ViewGroup[], book: string): readonly ViewGroup[] =>
  groups.filter((group) => (group.book === 'registry') === (book === registryBook));
