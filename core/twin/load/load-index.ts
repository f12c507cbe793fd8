import { clamp } from '#ml/numeric/special.ts';
import { LOAD_PARTS, type LOAD_LEVELS } from './contract.ts';

export type LoadPart = (typeof LOAD_PARTS)[number];
export type LoadLevel = (typeof LOAD_LEVELS)[number];

/** What the index is made of, and how much each part weighs (twin.md §4). */
export const LOAD_WEIGHTS: Readonly<Record<LoadPart, number>> = {
  latency: 0.3,
  errors: 0.25,
  disengagement: 0.2,
  decline: 0.15,
  duration: 0.1,
};

/** What was measured since the session or the last rest began; null where too little is known to say. */
export type LoadMeasures = {
  /** Answers since then. */
  answers: number;
  /** Mean of the last five answer times against the owner's own, in standard deviations of the logarithm. */
  latencySd: number | null;
  /** Answers behind the owner's own times. */
  latencyBasis: number;
  /** Errors beyond what memory expected, as a share of the last twenty answers that it expected anything of. */
  excessErrors: number | null;
  /** Pauses among the last twenty answers, and the share of their time that was idle. */
  pauses: number | null;
  idleShare: number | null;
  /** By how much the last ten answers went worse than the first ten, against what was expected of each. */
  decline: number | null;
  minutes: number;
  /** After how many minutes this owner tires. */
  onsetMinutes: number | null;
};

export type LoadIndex = {
  /** 0 to 100; null: not known. */
  score: number | null;
  level: LoadLevel | null;
  /** 0 to 1: the weight of the parts that are known, less where they rest on little. */
  confidence: number;
  /** Each 0 to 100; null: not known. */
  parts: Record<LoadPart, number | null>;
};

/** An index needs so many answers, and so much weight of known parts. */
export const ANSWERS_NEEDED = 10;
const weightNeeded = 0.4;
/** So many answers are as sure as it gets. */
const surelyAnswers = 20;
/** A baseline of so many answers is half as sure as one without end. */
const basisHalf = 30;

/** Where each part is full. A part is 0 where nothing is out of the ordinary. */
const FULL = { latencySd: 1.5, excessErrors: 0.3, pauses: 4, idleShare: 0.5, decline: 0.4 } as const;

export const loadLevel = (score: number): LoadLevel =>
  score < 40 ? 'LOW' : score < 60 ? 'MODERATE' : score < 80 ? 'HIGH' : 'CRITICAL';

const scaled = (value: number | null, full: number): number | null =>
  value === null ? null : 100 * clamp(value / full, 0, 1);

const partsOf = (measures: LoadMeasures): LoadIndex['parts'] => {
  const { pauses, idleShare, minutes, onsetMinutes } = measures;
  return {
    latency: scaled(measures.latencySd, FULL.latencySd),
    errors: scaled(measures.excessErrors, FULL.excessErrors),
    disengagement:
      pauses === null || idleShare === null
        ? null
        : 50 * clamp(pauses / FULL.pauses, 0, 1) + 50 * clamp(idleShare / FULL.idleShare, 0, 1),
    decline: scaled(measures.decline, FULL.decline),
    // Full after twice the time this owner works well for.
    duration: onsetMinutes === null ? null : scaled(minutes - onsetMinutes, Math.max(onsetMinutes, 1)),
  };
};

/**
 * The index of cognitive load: the weighted mean of its known parts. A part nothing is known of takes no side: the others
 * stand in for it, and confidence falls by its weight.
 */
export const loadIndex = (measures: LoadMeasures): LoadIndex => {
  const parts = partsOf(measures);
  let known = 0;
  let sure = 0;
  let total = 0;
  for (const part of LOAD_PARTS) {
    const value = parts[part];
    if (value === null) continue;
    const weight = LOAD_WEIGHTS[part];
    known += weight;
    total += weight * value;
    sure +=
      part === 'latency' ? (weight * measures.latencyBasis) / (measures.latencyBasis + basisHalf) : weight;
  }
  const isKnown = measures.answers >= ANSWERS_NEEDED && known >= weightNeeded;
  // Sums of doubles may pass the end by a hair, and the file takes nothing above it.
  const score = isKnown ? clamp(total / known, 0, 100) : null;
  return {
    score,
    level: score === null ? null : loadLevel(score),
    confidence: clamp(sure * Math.min(1, measures.answers / surelyAnswers), 0, 1),
    parts,
  };
};
