import { clamp } from '#ml/numeric/special.ts';
import { loadIndex, type LoadIndex, type LoadLevel, type LoadMeasures } from './load-index.ts';
import { logLatencySd, type LatencyBaseline } from './latency-baseline.ts';

/** What the owner is measured against; it stays for the whole of a session. */
export type LoadBasis = {
  /** Null: not known yet. */
  latency: LatencyBaseline | null;
  /** After how many minutes this owner tires; null: not known yet. */
  onsetMinutes: number | null;
};

/** What can happen in a session, as its facts say it. */
export type LoadEvent =
  | {
      kind: 'answer';
      at: number;
      durationMs: number;
      /** 0 new, 1 learning, 2 review, 3 relearning, 4 filtered. */
      phase: number;
      recalled: boolean;
      /** What memory gave the card; null where it expected nothing. */
      retrievability: number | null;
    }
  | { kind: 'paused'; at: number }
  | BreakEvent;

/** What the owner does about a break. */
export type BreakEvent =
  | { kind: 'breakEnded' | 'breakSkipped'; at: number }
  | { kind: 'breakStarted' | 'breakPostponed'; at: number; minutes: number };

type Gap = { readonly idleMs: number; readonly activeMs: number; readonly pauses: number };

/** Since the session began, or the last rest. */
type Stretch = {
  readonly answers: number;
  readonly elapsedMs: number;
  readonly lastAt: number | null;
  readonly latencies: readonly number[];
  readonly judged: number;
  readonly firstResiduals: number;
  readonly residuals: readonly number[];
  readonly gaps: readonly Gap[];
  /** Since the last answer. */
  readonly pauses: number;
};

export type LoadReading = LoadIndex & { readonly at: number; readonly measures: LoadMeasures };

export type LoadState = {
  readonly stretch: Stretch;
  readonly reading: LoadReading | null;
  /** HIGH readings in a row, CRITICAL ones among them. */
  readonly highs: number;
  readonly isOverloaded: boolean;
  /** Stands until it is answered, or the next card is. */
  readonly offer: { readonly at: number; readonly load: number; readonly level: LoadLevel } | null;
  /** No break is offered before. */
  readonly quietUntil: number;
  readonly onBreak: { readonly at: number; readonly minutes: number } | null;
  readonly stored: { readonly at: number; readonly level: LoadLevel } | null;
};

/** What is to be written down. */
export type LoadNotice =
  | { kind: 'metric'; reading: LoadReading & { score: number; level: LoadLevel } }
  | { kind: 'overload'; load: number; level: 'HIGH' | 'CRITICAL' }
  | { kind: 'offer'; load: number };

const minuteMs = 60_000;
const lastLatencies = 5;
/** One answer, given in a flash or left lying, speaks for no more. */
const mostSd = 3;
const lastResiduals = 20;
const ends = 10;
const lastGaps = 20;
/** Errors are counted from here on, and as if so many more answers had gone as expected: few say little. */
const leastJudged = 5;
const expectedBeside = 5;
const leastGaps = 5;
/** Shorter gaps are the page's, or a thought. */
const pauseFromMs = 30_000;
/** Who was away for so long has rested: a new session, as in an imported history. */
export const REST_MS = 20 * minuteMs;
const keepEveryMs = 5 * minuteMs;
const quietAfterOfferMs = 10 * minuteMs;
const quietAfterSkipMs = 30 * minuteMs;
export const POSTPONE_MINUTES = 5;
export const BREAK_MINUTES = 5;
/** A break is offered on no weaker reading: never for slowness alone, or for errors alone. */
const leastConfidence = 0.55;

const noStretch: Stretch = {
  answers: 0,
  elapsedMs: 0,
  lastAt: null,
  latencies: [],
  judged: 0,
  firstResiduals: 0,
  residuals: [],
  gaps: [],
  pauses: 0,
};

export const noLoad: LoadState = {
  stretch: noStretch,
  reading: null,
  highs: 0,
  isOverloaded: false,
  offer: null,
  quietUntil: 0,
  onBreak: null,
  stored: null,
};

const pushed = <T>(list: readonly T[], item: T, most: number): readonly T[] =>
  list.length < most ? [...list, item] : [...list.slice(list.length - most + 1), item];

const total = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0);

type Answer = Extract<LoadEvent, { kind: 'answer' }>;

/** Milliseconds between the last answer and this question; a clock that was set back makes none. */
const gapBefore = ({ lastAt }: Stretch, { at, durationMs }: Answer): number =>
  lastAt === null ? 0 : Math.max(0, at - durationMs - lastAt);

const withAnswer = (before: Stretch, answer: Answer, basis: LoadBasis): Stretch => {
  const gapMs = gapBefore(before, answer);
  const { durationMs, phase, recalled, retrievability } = answer;
  // Whoever waits for a step to be over is not idle.
  const isWait = phase === 1 || phase === 3;
  const idleMs = isWait || gapMs < pauseFromMs ? 0 : gapMs;
  const gap = { idleMs, activeMs: durationMs, pauses: Math.max(before.pauses, idleMs > 0 ? 1 : 0) };
  const latency = logLatencySd(basis.latency, answer);
  const isJudged = retrievability !== null;
  const residual = (recalled ? 1 : 0) - (retrievability ?? 0);
  return {
    answers: before.answers + 1,
    elapsedMs: before.elapsedMs + gapMs + durationMs,
    lastAt: answer.at,
    latencies:
      latency === null
        ? before.latencies
        : pushed(before.latencies, clamp(latency, -mostSd, mostSd), lastLatencies),
    judged: before.judged + (isJudged ? 1 : 0),
    firstResiduals: before.firstResiduals + (isJudged && before.judged < ends ? residual : 0),
    residuals: isJudged ? pushed(before.residuals, residual, lastResiduals) : before.residuals,
    gaps: pushed(before.gaps, gap, lastGaps),
    pauses: 0,
  };
};

const measuresOf = (stretch: Stretch, { latency, onsetMinutes }: LoadBasis): LoadMeasures => {
  const { latencies, residuals, judged, gaps } = stretch;
  const idleMs = total(gaps.map((gap) => gap.idleMs));
  const allMs = idleMs + total(gaps.map((gap) => gap.activeMs));
  return {
    answers: stretch.answers,
    latencySd: latencies.length < lastLatencies ? null : total(latencies) / latencies.length,
    latencyBasis: latency?.answers ?? 0,
    excessErrors:
      residuals.length < leastJudged ? null : -total(residuals) / (residuals.length + expectedBeside),
    pauses: gaps.length < leastGaps ? null : total(gaps.map((gap) => gap.pauses)),
    idleShare: gaps.length < leastGaps ? null : allMs === 0 ? 0 : idleMs / allMs,
    // The first ten and the last ten, where they are not the same.
    decline: judged < 2 * ends ? null : (stretch.firstResiduals - total(residuals.slice(-ends))) / ends,
    minutes: stretch.elapsedMs / minuteMs,
    onsetMinutes,
  };
};

const afterAnswer = (
  before: LoadState,
  answer: Answer,
  basis: LoadBasis,
): { state: LoadState; notices: LoadNotice[] } => {
  const { at } = answer;
  // A break that nobody ended is over with the next answer.
  const isRested = before.onBreak !== null || gapBefore(before.stretch, answer) >= REST_MS;
  const stretch = withAnswer(isRested ? noStretch : before.stretch, answer, basis);
  const measures = measuresOf(stretch, basis);
  const index = loadIndex(measures);
  const reading: LoadReading = { ...index, at, measures };
  const { score, level } = index;
  const isHigh = level === 'HIGH' || level === 'CRITICAL';
  const highs = isHigh ? (isRested ? 1 : before.highs + 1) : 0;
  const isOverloaded = isHigh && (level === 'CRITICAL' || highs >= 2 || (before.isOverloaded && !isRested));
  const notices: LoadNotice[] = [];
  let { stored, quietUntil } = before;
  if (score !== null && level !== null && (level !== stored?.level || at - stored.at >= keepEveryMs)) {
    stored = { at, level };
    notices.push({ kind: 'metric', reading: { ...reading, score, level } });
  }
  if (isOverloaded && (isRested || !before.isOverloaded))
    notices.push({ kind: 'overload', load: score ?? 0, level });
  let offer: LoadState['offer'] = null;
  if (isOverloaded && at >= quietUntil && index.confidence >= leastConfidence) {
    offer = { at, load: score ?? 0, level };
    quietUntil = at + quietAfterOfferMs;
    notices.push({ kind: 'offer', load: score ?? 0 });
  }
  return {
    state: { stretch, reading, highs, isOverloaded, offer, quietUntil, onBreak: null, stored },
    notices,
  };
};

/**
 * The state after one more event, and what of it is to be written down. Nothing here looks further back than twenty
 * answers, so it takes the same time after ten answers and after ten thousand; folding the facts of a session from
 * `noLoad` gives the state that was kept live.
 */
export const stepLoad = (
  before: LoadState,
  event: LoadEvent,
  basis: LoadBasis,
): { state: LoadState; notices: LoadNotice[] } => {
  switch (event.kind) {
    case 'answer':
      return afterAnswer(before, event, basis);
    case 'paused': {
      if (before.onBreak !== null) return { state: before, notices: [] };
      const stretch = { ...before.stretch, pauses: before.stretch.pauses + 1 };
      return { state: { ...before, stretch }, notices: [] };
    }
    case 'breakStarted':
      return {
        state: { ...before, offer: null, onBreak: { at: event.at, minutes: event.minutes } },
        notices: [],
      };
    case 'breakEnded':
      return {
        state: { ...noLoad, quietUntil: before.quietUntil, stored: before.stored },
        notices: [],
      };
    case 'breakPostponed':
      // Sooner than ten minutes, because the owner asked for it.
      return {
        state: { ...before, offer: null, quietUntil: event.at + event.minutes * minuteMs },
        notices: [],
      };
    case 'breakSkipped':
      return { state: { ...before, offer: null, quietUntil: event.at + quietAfterSkipMs }, notices: [] };
  }
};
