import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Clock } from '../../store/clock.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import { derivedUid } from '../../store/uid.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { profileRow, putProfile } from '../model/profiles.ts';
import type { BurnoutFactor } from './burnout-risk.ts';
import { BURNOUT_FACTORS } from './contract.ts';
import type { Wellbeing } from './wellbeing.ts';

type Basis = { version: number };

/** Another shape of what is kept: it is computed anew. */
const version = 1;

const dropPatterns = statement('twin.dropStressPatterns', 'DELETE FROM stress_response_patterns');
const putPattern = statement<{
  kind: string;
  key: string;
  occurrences: number;
  occasions: number;
  effect: number;
  low: number;
  high: number;
  confidence: number;
}>(
  'twin.putStressPattern',
  `INSERT INTO stress_response_patterns (kind, key, occurrences, of_occasions, effect, low, high, confidence)
   VALUES (@kind, @key, @occurrences, @occasions, @effect, @low, @high, @confidence)`,
);
const lastAssessment = statement<Record<string, never>, { study_day: number }>(
  'twin.lastBurnout',
  'SELECT study_day FROM burnout_risk_assessments ORDER BY study_day DESC LIMIT 1',
);
const assessmentOf = statement<{ uid: Uint8Array }, { id: number }>(
  'twin.burnoutByUid',
  'SELECT id FROM burnout_risk_assessments WHERE uid = @uid',
);

const weekDays = 7;

const columns: Record<BurnoutFactor, string> = {
  intensity: 'intensity',
  performanceDecline: 'performance_decline',
  chronicLoad: 'chronic_load',
  irregularity: 'irregularity',
  engagementDecay: 'engagement_decay',
  recoveryDeficit: 'recovery_deficit',
};

/**
 * Keeps an assessment: one a week, or one that was asked for; the first of a day stays. None is made while nobody studies:
 * the last one stands, and says since when.
 */
const keepAssessment = (
  tx: WriteTransaction,
  clock: Clock,
  { burnout }: Wellbeing,
  isAsked: boolean,
): void => {
  const { score, level, confidence, factors, frozenSince } = burnout;
  if (score === null || level === null || frozenSince !== null) return;
  const moment = localMoment(tx.now, clock, readSettings(tx));
  const last = tx.get(lastAssessment, {})?.study_day;
  if (!isAsked && last !== undefined && last > moment.studyDay - weekDays) return;
  const uid = derivedUid('burnout_risk_assessments', String(moment.studyDay));
  if (tx.get(assessmentOf, { uid }) !== undefined) return;
  tx.insertRow('burnout_risk_assessments', {
    uid,
    at: tx.now,
    utc_offset_min: moment.utcOffsetMin,
    study_day: moment.studyDay,
    score,
    level,
    ...Object.fromEntries(BURNOUT_FACTORS.map((factor) => [columns[factor], factors[factor].score])),
    detail: JSON.stringify({ confidence, factors }),
  });
};

/** Keeps what was found, in place of what was found before; `isAsked`: the owner asked for an assessment now. */
export const storeWellbeing = (
  tx: WriteTransaction,
  clock: Clock,
  found: Wellbeing,
  isAsked: boolean,
): void => {
  const basis: Basis = { version };
  putProfile(tx, clock, 'wellbeing', basis, found);
  tx.run(dropPatterns, {});
  for (const pattern of found.stress) tx.run(putPattern, pattern);
  tx.changed('stress_response_patterns');
  keepAssessment(tx, clock, found, isAsked);
};

/** What was found last; undefined before the first time. */
export const storedWellbeing = (
  reader: StoreReader,
): { computedAt: number; studyDay: number; found: Wellbeing } | undefined => {
  const row = profileRow(reader, 'wellbeing');
  if (row === undefined) return undefined;
  // Checked border: written above, by a version that says so.
  const basis = JSON.parse(row.basis) as Basis;
  if (basis.version !== version) return undefined;
  return {
    computedAt: row.computed_at,
    studyDay: row.study_day,
    found: JSON.parse(row.estimate) as Wellbeing,
  };
};
