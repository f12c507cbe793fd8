import type { StruggleHistory } from '#ml/knowledge/struggle/history.ts';
import { struggleLabel } from '#ml/knowledge/struggle/struggle-label.ts';
import { retrievability, type Rating } from '#ml/memory/memory.ts';
import {
  initialDifficulty,
  initialStability,
  nextDifficulty,
  nextStability,
} from '#ml/memory/next-memory.ts';
import type { LearnerState } from '#ml/simulate/learner-state.ts';
import { replayDays } from '#ml/simulate/replay.ts';
import type { ReviewFactColumns } from '#ml/simulate/world.ts';

/** What FSRS knows of each card on the morning of a day. */
export type Memories = { stability: Float64Array; difficulty: Float64Array; lastDay: Int32Array };

/** @param beforeDay study day; answers of earlier days only */
export const memoriesBefore = (history: StruggleHistory, beforeDay: number): Memories => {
  const cards = history.facts.cards.objective.length;
  const memories: Memories = {
    stability: new Float64Array(cards),
    difficulty: new Float64Array(cards),
    lastDay: new Int32Array(cards),
  };
  for (let row = 0; row < history.rows && history.studyDay[row]! < beforeDay; row += 1) {
    const card = history.card[row]!;
    memories.stability[card] = history.stability[row]!;
    memories.difficulty[card] = history.difficulty[row]!;
    memories.lastDay[card] = history.studyDay[row]!;
  }
  return memories;
};

type Judged = { recalled: number[]; retrievability: number[]; inReview: number[] };

/** Judged answers of a replay by objective, FSRS carried on from the memories before it. */
export const judgedByObjective = (
  history: StruggleHistory,
  before: Memories,
  answers: ReviewFactColumns,
): Map<number, Judged> => {
  const { parameters, facts } = history;
  const stability = before.stability.slice();
  const difficulty = before.difficulty.slice();
  const lastDay = before.lastDay.slice();
  const judged = new Map<number, Judged>();
  for (let row = 0; row < answers.card.length; row += 1) {
    const card = answers.card[row]!;
    const rating = answers.rating[row]! as Rating; // simulated
    const day = answers.studyDay[row]!;
    const known = stability[card]!;
    if (known === 0) {
      stability[card] = initialStability(parameters, rating);
      difficulty[card] = initialDifficulty(parameters, rating);
    } else {
      const elapsed = day - lastDay[card]!;
      if (elapsed > 0) {
        const objective = facts.cards.objective[card]!;
        const of = judged.get(objective) ?? { recalled: [], retrievability: [], inReview: [] };
        of.recalled.push(rating > 1 ? 1 : 0);
        of.retrievability.push(retrievability(parameters, known, elapsed));
        of.inReview.push(answers.phase[row] === 2 ? 1 : 0);
        judged.set(objective, of);
      }
      stability[card] = nextStability(parameters, known, difficulty[card]!, elapsed, rating);
      difficulty[card] = nextDifficulty(parameters, difficulty[card]!, rating);
    }
    lastDay[card] = day;
  }
  return judged;
};

/**
 * P(struggle if studied) of every objective in a window: how often replays of the true state at its start (true
 * memories, true effects) are labelled a struggle, of those that are labelled at all.
 * @param state on the morning of the window
 * @param history holds at least the answers before it
 * @returns by objective, NaN where no replay studied it
 */
export const oracleOf = (
  state: LearnerState,
  history: StruggleHistory,
  day: number,
  days: number,
  replays: number,
  seed: number,
): Float64Array => {
  const objectives = history.facts.objectives.topic.length;
  const studied = new Float64Array(objectives);
  const struggled = new Float64Array(objectives);
  const before = memoriesBefore(history, state.firstDay + day);
  for (let replay = 0; replay < replays; replay += 1) {
    const answers = replayDays(state, day, days, seed * 1000 + replay);
    for (const [objective, judged] of judgedByObjective(history, before, answers)) {
      const { outcome } = struggleLabel(judged);
      if (outcome === 'NOT_STUDIED') continue;
      studied[objective]! += 1;
      if (outcome === 'STRUGGLED') struggled[objective]! += 1;
    }
  }
  return struggled.map((count, objective) => count / studied[objective]!);
};
