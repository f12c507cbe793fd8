import type { Clock } from '../../store/clock.ts';
import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';
import { derivedUid } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { deleteModel, insertModel } from '../models/model-rows.ts';
import { profileRow, putProfile } from '../model/profiles.ts';
import type { FoundRecall, RiskToday } from './compute-recall.ts';
import type { RecallJudgement } from './fit-recall-model.ts';

const artifactUid = derivedUid('model_artifacts', 'recall');
const artifactName = 'Recall by context';
const fitComponent = 'recall_fit';
/** Read by custom study as well: core/study/custom/plan-custom.ts. */
const riskComponent = 'recall_at_risk';

const keptRow = statement<{ uid: Uint8Array }, { snapshot: Uint8Array; created_at: number }>(
  'twin.recallModel',
  'SELECT snapshot, created_at FROM model_artifacts WHERE uid = @uid',
);

/** What the last fit ended with, accepted or not. */
export type KeptFit = { readonly allAnswers: number; readonly judgement: RecallJudgement | null };

export const keptSnapshot = (reader: StoreReader): { snapshot: Uint8Array; keptAt: number } | undefined => {
  const row = reader.get(keptRow, { uid: artifactUid });
  return row && { snapshot: row.snapshot, keptAt: row.created_at };
};

/** The last fit; undefined before the first. Its model is in use where it was accepted. */
export const keptFit = (reader: StoreReader): (KeptFit & { fittedAt: number }) | undefined => {
  const row = profileRow(reader, fitComponent);
  // Checked border: written below.
  return row && { ...(JSON.parse(row.estimate) as KeptFit), fittedAt: row.computed_at };
};

/** What the last look found; undefined before the first. */
export const keptRisk = (
  reader: StoreReader,
): (RiskToday & { computedAt: number; studyDay: number }) | undefined => {
  const row = profileRow(reader, riskComponent);
  // Checked border: written below.
  return (
    row && {
      ...(JSON.parse(row.estimate) as RiskToday),
      computedAt: row.computed_at,
      studyDay: row.study_day,
    }
  );
};

/**
 * Keeps what was found. A fit that is not better than FSRS takes the model before it out of use: what is shown was judged
 * on the latest answers, or is not shown.
 */
export const keepRecall = (tx: WriteTransaction, clock: Clock, found: FoundRecall): void => {
  if (found.fit !== null) {
    const { judgement, snapshot } = found.fit;
    const kept: KeptFit = { allAnswers: found.allAnswers, judgement };
    tx.run(deleteModel, { uid: artifactUid });
    if (snapshot !== null)
      tx.run(insertModel, {
        uid: artifactUid,
        name: artifactName,
        origin: 'trained',
        kind: 'recall',
        facts: JSON.stringify(kept),
        snapshot,
        now: tx.now,
      });
    tx.changed('model_artifacts');
    putProfile(tx, clock, fitComponent, { version: 1 }, kept);
  }
  putProfile(tx, clock, riskComponent, { version: 1 }, found.risk);
};
