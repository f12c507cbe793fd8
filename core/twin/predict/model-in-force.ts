import { DataError } from '#ml/data/data-error.ts';
import { fromSnapshot } from '#ml/data/snapshot.ts';
import type { StrugglePredictor } from '#ml/knowledge/struggle/train-struggle.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { derivedUid } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { answersInAll } from '../facts/answers-in-all.ts';
import { insertModel, deleteModel } from '../models/model-rows.ts';
import type { PREDICTORS } from './contract.ts';
import type { KnownBriers, ModelInForce, TrainingResult } from './compute-predictions.ts';

/** What a list may say of the model without opening it. */
export type ModelFacts = {
  readonly kind: StrugglePredictor['kind'];
  readonly version: string;
  readonly trainedAt: number;
  readonly accepted: boolean;
  readonly labels: number;
  readonly struggled: number;
  readonly judged: number;
  readonly brier: KnownBriers;
  /** Answers there were in all. */
  readonly answers: number;
};

/** A predictor as tables and screens call it. */
export const predictorName = (kind: StrugglePredictor['kind']): (typeof PREDICTORS)[number] =>
  kind === 'base rate' ? 'base_rate' : kind;

type Kept = { facts: ModelFacts; model: ModelInForce };

const artifactUid = derivedUid('model_artifacts', 'struggle');
const artifactName = 'Struggle predictions';

const keptRow = statement<{ uid: Uint8Array }, { facts: string; snapshot: Uint8Array }>(
  'twin.struggleModel',
  'SELECT facts, snapshot FROM model_artifacts WHERE uid = @uid',
);
const factsRow = statement<{ uid: Uint8Array }, { facts: string }>(
  'twin.struggleModelFacts',
  'SELECT facts FROM model_artifacts WHERE uid = @uid',
);
const saidRow = statement<Record<string, never>, { estimate: string }>(
  'twin.struggleSaid',
  `SELECT estimate FROM learning_profiles WHERE component = 'struggle_said'`,
);

/** Facts alone, which need no model to be opened. */
export const modelFacts = (reader: StoreReader): ModelFacts | null => {
  const row = reader.get(factsRow, { uid: artifactUid });
  // Checked border: written below.
  return row === undefined ? null : (JSON.parse(row.facts) as ModelFacts);
};

/** What is in force; null where nothing was trained, or what is kept is damaged or of a newer program: it is trained again. */
export const modelInForce = (reader: StoreReader): Kept | null => {
  const row = reader.get(keptRow, { uid: artifactUid });
  const said = reader.get(saidRow, {});
  if (row === undefined || said === undefined) return null;
  try {
    fromSnapshot('struggle', 1, row.snapshot);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
  // Checked border: both were written below.
  const facts = JSON.parse(row.facts) as ModelFacts;
  return {
    facts,
    model: { snapshot: row.snapshot, said: JSON.parse(said.estimate) as ModelInForce['said'] },
  };
};

const judgementOf = (
  { kind, labels, accepted, judged, brier }: TrainingResult,
  studyDay: number,
): Pick<ModelFacts, 'kind' | 'version' | 'accepted' | 'judged' | 'brier'> => ({
  kind,
  version: `${predictorName(kind)}-${studyDay}-${labels}`,
  accepted,
  judged,
  brier,
});

/** Keeps what a training ended with, in place of what was in force. */
export const keepModel = (tx: WriteTransaction, training: TrainingResult, studyDay: number): void => {
  const before = modelFacts(tx);
  // Nothing to compare it with yet: the same model stays, and what it was judged by with it.
  const stays =
    training.judged === 0 && before !== null && before.judged > 0 && before.kind === training.kind;
  const { kind, version, accepted, judged, brier } = stays ? before : judgementOf(training, studyDay);
  const facts: ModelFacts = {
    kind,
    version,
    trainedAt: tx.now,
    accepted,
    labels: training.labels,
    struggled: training.struggled,
    judged,
    brier,
    answers: answersInAll(tx),
  };
  tx.run(deleteModel, { uid: artifactUid });
  tx.run(insertModel, {
    uid: artifactUid,
    name: artifactName,
    origin: 'trained',
    kind: 'struggle',
    facts: JSON.stringify(facts),
    snapshot: training.snapshot,
    now: tx.now,
  });
  tx.changed('model_artifacts');
};
