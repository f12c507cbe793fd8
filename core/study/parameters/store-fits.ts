import type { MemoryFits, ParameterFit } from '#ml/memory/fit-parameters.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Clock } from '../../store/clock.ts';
import { statement } from '../../store/statements.ts';
import { derivedUid } from '../../store/uid.ts';
import type { Row } from '../../store/undo-steps.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import type { FitKind } from './model-in-force.ts';

const thisDevice = statement<Record<string, never>, { profile_uid: Uint8Array }>(
  'parameters.thisDevice',
  'SELECT profile_uid FROM store_meta',
);
const isThere = statement<{ uid: Uint8Array }, { found: number }>(
  'parameters.isThere',
  'SELECT EXISTS (SELECT 1 FROM scheduler_parameters WHERE uid = @uid) AS found',
);

/** What was known before the fit. */
export type FitBasis = { answersSeen: number; weights: readonly number[] };

const judged = (fit: ParameterFit): Row => ({
  accepted: fit.accepted ? 1 : 0,
  reason: fit.accepted ? null : 'no_gain',
  weights: JSON.stringify(fit.weights),
  fast_ms: fit.times?.fastMs ?? null,
  slow_ms: fit.times?.slowMs ?? null,
  default_loss: fit.defaultLoss,
  in_force_loss: fit.currentLoss,
  fitted_loss: fit.fittedLoss,
  gain: fit.gain.mean,
  gain_low: fit.gain.low,
  gain_high: fit.gain.high,
});

/** Generated once: its uid is that of device, day and kind, and the first of a day stays. */
const insert = (tx: WriteTransaction, clock: Clock, kind: FitKind, row: Row): void => {
  const device = tx.get(thisDevice, {})?.profile_uid;
  if (device === undefined) throw new Error('the file has lost its identity');
  const moment = localMoment(tx.now, clock, readSettings(tx));
  const uid = derivedUid('scheduler_parameters', device, String(moment.studyDay), kind);
  if (tx.get(isThere, { uid })?.found === 1) return;
  tx.insertRow('scheduler_parameters', {
    uid,
    at: tx.now,
    utc_offset_min: moment.utcOffsetMin,
    study_day: moment.studyDay,
    kind,
    ...row,
  });
};

/** Keeps what a fit gave, accepted or not. An accepted one is in force with this write; memories follow in slices. */
export const storeFits = (tx: WriteTransaction, clock: Clock, fits: MemoryFits, before: FitBasis): void => {
  const counts = {
    reviews: fits.reviews,
    answers_seen: before.answersSeen,
    trained_until: fits.until,
    trained_on: fits.trainedOn,
    held_out: fits.heldOut,
  };
  insert(tx, clock, 'fsrs6', { ...counts, ...judged(fits.plain) });
  insert(tx, clock, 'fsrs6_time_graded', { ...counts, ...judged(fits.timeGraded) });
};

/** Keeps that there was too little to fit to or to judge by, so that it is tried again only with more. */
export const storeTooFew = (tx: WriteTransaction, clock: Clock, reviews: number, before: FitBasis): void =>
  insert(tx, clock, 'fsrs6', {
    accepted: 0,
    reason: 'too_few',
    weights: JSON.stringify(before.weights),
    reviews,
    answers_seen: before.answersSeen,
    trained_until: 0,
    trained_on: 0,
    held_out: 0,
  });
