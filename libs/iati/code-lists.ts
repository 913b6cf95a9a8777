/** A code list that is long or open: code to name. */
export type CodeList = ReadonlyMap<string, string>;

/** Reads a list written one code a line: the code, a space, the name. */
export const codeList = (lines: string): CodeList =>
  new Map(
    lines
      .trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)] as const),
  );

/** IATI code list AidType (OECD DAC, vocabulary 1): the category is the first letter. */
export const aidTypes: CodeList = codeList(`
A01 General budget support
A02 Sector budget support
B01 Core support to NGOs, other private bodies, PPPs and research institutes
B02 Core contributions to multilateral institutions and global funds
B021 Core contributions to multilateral institutions
B022 Core contributions to global funds
B03 Contributions to specific-purpose programmes and funds managed by implementing partners
B031 Contributions to multi-donor/multi-entity funding mechanisms
B032 Contributions to multi-donor/single-entity funding mechanisms
B033 Contributions to single-donor funding mechanisms and contributions earmarked for a specific funding window or geographical location
B04 Basket funds/pooled funding
C01 Project-type interventions
D01 Donor country personnel
D02 Other technical assistance
E01 Scholarships/training in donor country
E02 Imputed student costs
F01 Debt relief
G01 Administrative costs not included elsewhere
H01 Development awareness
H02 Refugees/asylum seekers in donor countries
H03 Asylum-seekers ultimately accepted
H04 Asylum-seekers ultimately rejected
H05 Recognised refugees
H06 Refugees and asylum seekers in other provider countries
`);

/** IATI code list FinanceType (OECD DAC); the categories are the hundreds. */
export const financeTypes: CodeList = codeList(`
1 GNI: Gross National Income
110 Standard grant
1100 Guarantees/insurance
111 Subsidies to national private investors
2 ODA % GNI
210 Interest subsidy
211 Interest subsidy to national private exporters
3 Total Flows % GNI
310 Capital subscription on deposit basis
311 Capital subscription on encashment basis
4 Population
410 Aid loan excluding debt reorganisation
411 Investment-related loan to developing countries
412 Loan in a joint venture with the recipient
413 Loan to national private investor
414 Loan to national private exporter
421 Standard loan
422 Reimbursable grant
423 Bonds
424 Asset-backed securities
425 Other debt securities
431 Subordinated loan
432 Preferred equity
433 Other hybrid instruments
451 Non-banks guaranteed export credits
452 Non-banks non-guaranteed portions of guaranteed export credits
453 Bank export credits
510 Common equity
511 Acquisition of equity not part of joint venture in developing countries
512 Other acquisition of equity
520 Shares in collective investment vehicles
530 Reinvested earnings
610 Debt forgiveness: ODA claims (P)
611 Debt forgiveness: ODA claims (I)
612 Debt forgiveness: OOF claims (P)
613 Debt forgiveness: OOF claims (I)
614 Debt forgiveness: Private claims (P)
615 Debt forgiveness: Private claims (I)
616 Debt forgiveness: OOF claims (DSR)
617 Debt forgiveness: Private claims (DSR)
618 Debt forgiveness: Other
620 Debt rescheduling: ODA claims (P)
621 Debt rescheduling: ODA claims (I)
622 Debt rescheduling: OOF claims (P)
623 Debt rescheduling: OOF claims (I)
624 Debt rescheduling: Private claims (P)
625 Debt rescheduling: Private claims (I)
626 Debt rescheduling: OOF claims (DSR)
627 Debt rescheduling: Private claims (DSR)
630 Debt rescheduling: OOF claim (DSR – original loan principal)
631 Debt rescheduling: OOF claim (DSR – original loan interest)
632 Debt rescheduling: Private claim (DSR – original loan principal)
633 Debt forgiveness/conversion: export credit claims (P)
634 Debt forgiveness/conversion: export credit claims (I)
635 Debt forgiveness: export credit claims (DSR)
636 Debt rescheduling: export credit claims (P)
637 Debt rescheduling: export credit claims (I)
638 Debt rescheduling: export credit claims (DSR)
639 Debt rescheduling: export credit claim (DSR – original loan principal)
710 Foreign direct investment, new capital outflow (includes reinvested earnings if separate identification not available)
711 Other foreign direct investment, including reinvested earnings
712 Foreign direct investment, reinvested earnings
810 Bank bonds
811 Non-bank bonds
910 Other bank securities/claims
911 Other non-bank securities/claims
912 Purchase of securities from issuing agencies
913 Securities and other instruments originally issued by multilateral agencies
`);

/** IATI code list Region (OECD DAC, vocabulary 1). */
export const regions: CodeList = codeList(`
1027 Eastern Africa, regional
1028 Middle Africa, regional
1029 Southern Africa, regional
1030 Western Africa, regional
1031 Caribbean, regional
1032 Central America, regional
1033 Melanesia, regional
1034 Micronesia, regional
1035 Polynesia, regional
189 North of Sahara, regional
289 South of Sahara, regional
298 Africa, regional
380 West Indies, regional
389 Caribbean & Central America, regional
489 South America, regional
498 America, regional
589 Middle East, regional
619 Central Asia, regional
679 South Asia, regional
689 South & Central Asia, regional
789 Far East Asia, regional
798 Asia, regional
88 States Ex-Yugoslavia unspecified
889 Oceania, regional
89 Europe, regional
998 Developing countries, unspecified
`);

/** IATI code lists EarmarkingCategory (vocabulary 2 of aid types). */
export const earmarkingCategories: CodeList = codeList(`
1 Unearmarked
2 Softly Earmarked
3 Earmarked
4 Tightly Earmarked
`);

/** Codes that the standard has withdrawn, by list: still read, no longer to be published. */
const withdrawn = {
  AidType: '',
  Country: 'AN',
  FinanceType: '111 211 410 411 412 413 414 451 452 453 511 512 710 711 712 810 811 910 911 912 913',
  FlowType: '20 35',
  Region: '380',
  Sector:
    '11321 11322 15120 15140 15161 15162 15163 15164 23010 23020 23030 23040 23050 23061 23062 23063 23064 23065 23066 23067 23068 23069 23070 23081 23082 41050 74010 92010 92020 92030',
} as const;

export const isWithdrawn = (list: keyof typeof withdrawn, code: string): boolean => withdrawn[list].split(' ').includes(code);
