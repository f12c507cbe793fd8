import { RpcError } from '../../rpc/errors.ts';
import type { Outcome } from '../../rpc/changes.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { derivedUid, uidFromHex } from '../../store/uid.ts';
import type { VERDICTS } from './contract.ts';

type Verdict = (typeof VERDICTS)[number];

const predictionRow = statement<{ uid: Uint8Array }, { id: number; title: string }>(
  'twin.predictionToJudge',
  `SELECT p.id, o.title FROM struggle_predictions p JOIN learning_objectives o ON o.id = p.objective_id
   WHERE p.uid = @uid`,
);
const feedbackRow = statement<
  { prediction: number },
  { id: number; verdict: Verdict; deleted_at: number | null }
>(
  'twin.feedback',
  'SELECT id, verdict, deleted_at FROM prediction_feedback WHERE prediction_id = @prediction',
);

/**
 * What the owner says of a prediction, which outranks what the log says; null takes it back. One step of undo.
 * @throws RpcError `not_found`
 */
export const judgePrediction = async (
  store: Store,
  { prediction, verdict }: { prediction: string; verdict: Verdict | null },
): Promise<Outcome<Record<string, never>>> => {
  const uid = uidFromHex(prediction);
  const row = store.get(predictionRow, { uid });
  if (row === undefined) throw new RpcError('not_found', { prediction });
  return store.write(
    'twin.judgePrediction',
    (tx) => {
      const kept = tx.get(feedbackRow, { prediction: row.id });
      if (kept === undefined) {
        if (verdict !== null)
          tx.insertRow('prediction_feedback', {
            uid: derivedUid('prediction_feedback', uid),
            prediction_id: row.id,
            verdict,
            deleted_at: null,
          });
      } else if (verdict !== null)
        tx.updateRow('prediction_feedback', { id: kept.id }, { verdict, deleted_at: null });
      else if (kept.deleted_at === null) tx.deleteRow('prediction_feedback', { id: kept.id });
      return {};
    },
    { subject: row.title },
  );
};
