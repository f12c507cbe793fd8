import type { WriteTransaction } from '../write-transaction.ts';

const day = { utc_offset_min: 60, study_day: 20_514 };
type Logged = { card: number; at: number; uid: Uint8Array };

export const appendReview = (tx: WriteTransaction, { card, at, uid }: Logged, rating = 3): void => {
  const review = { rating, phase: 1, interval_seconds: -600, last_interval_seconds: 0, duration_ms: 4000 };
  tx.append('reviews', { card_id: card, at, uid, ...day, ...review }, { owner: card });
};

export const appendScheduleChange = (tx: WriteTransaction, { card, at, uid }: Logged): void => {
  const change = {
    kind: 'set_due',
    due_day: 20_600,
    interval_days: 30,
    interval_seconds: 0,
    last_interval_seconds: 0,
  };
  tx.append('schedule_changes', { card_id: card, at, uid, ...day, ...change }, { owner: card });
};

export const appendBaseline = (tx: WriteTransaction, { card, at, uid }: Logged): void => {
  const state = { phase: 2, step: 0, due_day: 20_600, interval_days: 30, reps: 4, lapses: 0 };
  tx.append('card_baselines', { card_id: card, at, uid, ...day, ...state }, { owner: card });
};
