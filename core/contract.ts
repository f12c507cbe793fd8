import { exchangeContract } from './exchange/contract.ts';
import { jobsContract } from './jobs/contract.ts';
import { libraryContract } from './library/contract.ts';
import { examsContract } from './library/exams/contract.ts';
import { trashContract } from './library/trash/contract.ts';
import { notesContract } from './library/notes/contract.ts';
import { mergeContracts } from './rpc/contract.ts';
import { policiesContract } from './settings/policies/contract.ts';
import { settingsContract } from './settings/contract.ts';
import { profilesContract } from './store/profiles/contract.ts';
import { historyContract } from './store/history/contract.ts';
import { backupsContract } from './store/backups/contract.ts';
import { repairContract } from './store/repair/contract.ts';
import { storeContract } from './store/contract.ts';
import { assessmentsContract } from './study/assessments/contract.ts';
import { cardsContract } from './study/cards/contract.ts';
import { leechesContract } from './study/leeches/contract.ts';
import { studyContract } from './study/contract.ts';
import { parametersContract } from './study/parameters/contract.ts';
import { presetsContract } from './study/presets/contract.ts';
import { burnoutContract } from './twin/burnout/contract.ts';
import { evidenceContract } from './twin/evidence/contract.ts';
import { eventsContract } from './twin/events/contract.ts';
import { indicatorsContract } from './twin/indicators/contract.ts';
import { loadContract } from './twin/load/contract.ts';
import { learnerModelContract } from './twin/model/contract.ts';
import { modelsContract } from './twin/models/contract.ts';
import { predictContract } from './twin/predict/contract.ts';
import { privacyContract } from './twin/privacy/contract.ts';
import { activityContract } from './twin/rollups/contract.ts';
import { recallContract } from './twin/recall/contract.ts';
import { scorecardContract } from './twin/scorecard/contract.ts';

/** Everything that can be asked of the service. */
export const contract = mergeContracts([
  libraryContract,
  notesContract,
  exchangeContract,
  studyContract,
  cardsContract,
  leechesContract,
  presetsContract,
  assessmentsContract,
  examsContract,
  parametersContract,
  modelsContract,
  learnerModelContract,
  loadContract,
  burnoutContract,
  predictContract,
  indicatorsContract,
  recallContract,
  scorecardContract,
  activityContract,
  eventsContract,
  evidenceContract,
  privacyContract,
  settingsContract,
  policiesContract,
  storeContract,
  backupsContract,
  repairContract,
  historyContract,
  profilesContract,
  trashContract,
  jobsContract,
]);

export type AppContract = typeof contract;
