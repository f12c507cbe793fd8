/**
 * What `behavioral_events` may hold and what each says beside its moment. One meaning each, and nothing that another table
 * says: an answer is a review, a pause is a session pause. Uids are hex.
 */
export type BehavioralEventData = {
  /** The load meter offered a break; load: its score. */
  BREAK_OFFERED: { load: number };
  BREAK_STARTED: { minutes: number };
  BREAK_ENDED: { durationMs: number };
  /** Asked again in so many minutes. */
  BREAK_POSTPONED: { minutes: number };
  BREAK_SKIPPED: Record<string, never>;
  OVERLOAD_DETECTED: { load: number; level: 'HIGH' | 'CRITICAL' };
  /** An indicator of the session is not wanted any more in it; uid of the indicator. */
  INDICATOR_SNOOZED: { indicator: string };
  /** Predictions stood on a screen on this study day; uids of the predictions. */
  PREDICTION_SHOWN: { predictions: string[] };
};

export type BehavioralEventType = keyof BehavioralEventData;
