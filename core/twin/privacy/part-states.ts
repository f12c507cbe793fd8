/** on; off: the owner does not want to be looked at; forbidden: the institution has turned it off on this machine. */
export const PART_STATES = ['on', 'off', 'forbidden'] as const;
export type PartState = (typeof PART_STATES)[number];

/** What of the twin runs by itself. The learner model is what the other two stand on, and runs where anything does. */
export type TwinPart = 'analysis' | 'predictions' | 'wellbeing';
