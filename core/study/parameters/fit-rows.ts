import type { OutputOf } from '../../rpc/contract.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { uidToHex } from '../../store/uid.ts';
import type { parametersContract } from './contract.ts';
import type { FitKind } from './model-in-force.ts';

export type ParameterFitView = NonNullable<
  OutputOf<typeof parametersContract, 'parameters.status'>['latest']
>;

export type FitRow = {
  uid: Uint8Array;
  at: number;
  study_day: number;
  kind: FitKind;
  accepted: number;
  reason: 'no_gain' | 'too_few' | null;
  weights: string;
  reviews: number;
  answers_seen: number;
  trained_until: number;
  held_out: number;
  default_loss: number | null;
  in_force_loss: number | null;
  fitted_loss: number | null;
  gain: number | null;
  gain_low: number | null;
  gain_high: number | null;
};

const columns = `uid, at, study_day, kind, accepted, reason, weights, reviews, answers_seen, trained_until, held_out,
  default_loss, in_force_loss, fitted_loss, gain, gain_low, gain_high`;

const newest = statement<{ kind: FitKind }, FitRow>(
  'parameters.newest',
  `SELECT ${columns} FROM scheduler_parameters WHERE kind = @kind ORDER BY at DESC, uid DESC LIMIT 1`,
);
const newestAccepted = statement<{ kind: FitKind }, FitRow>(
  'parameters.newestAcceptedFit',
  `SELECT ${columns} FROM scheduler_parameters WHERE kind = @kind AND accepted = 1
   ORDER BY at DESC, uid DESC LIMIT 1`,
);

/** The newest fit of a kind, accepted or not. */
export const newestFit = (reader: StoreReader, kind: FitKind): FitRow | undefined =>
  reader.get(newest, { kind });

export const newestAcceptedFit = (reader: StoreReader, kind: FitKind): FitRow | undefined =>
  reader.get(newestAccepted, { kind });

export const fitView = (row: FitRow): ParameterFitView => ({
  uid: uidToHex(row.uid),
  at: row.at,
  studyDay: row.study_day,
  kind: row.kind,
  accepted: row.accepted === 1,
  reason: row.reason,
  reviews: row.reviews,
  heldOut: row.held_out,
  defaultLoss: row.default_loss,
  inForceLoss: row.in_force_loss,
  fittedLoss: row.fitted_loss,
  gain:
    row.gain === null || row.gain_low === null || row.gain_high === null
      ? null
      : { mean: row.gain, low: row.gain_low, high: row.gain_high },
  weights: JSON.parse(row.weights) as number[], // written by this program
});
