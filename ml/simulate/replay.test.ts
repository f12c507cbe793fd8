import { describe, expect, it } from 'vitest';
import { seededRandom } from '../random/random.ts';
import { drawLearner } from './draw-learner.ts';
import { plantEffects } from './planted-effects.ts';
import { replayDays } from './replay.ts';
import {
  beginLearner,
  liveDay,
  simulateLearner,
  worldOf,
  type SimulationOptions,
} from './simulate-learner.ts';
import { serialiseWorld } from './world-jsonl.ts';

const options: SimulationOptions = {
  seed: 5,
  firstDay: 20_000,
  days: 60,
  content: { lectures: 4, objectivesPerLecture: 4, cardsPerObjective: 12 },
  interventions: {
    fromDay: 14,
    perWeek: 2,
    minAnswers: 5,
    holdBack: 0.3,
    days: 14,
    points: [5, 5, 5, 5, 5, 5],
  },
};
const random = seededRandom(5);
const learner = drawLearner(random, { effects: plantEffects(random.fork(), 5) });

describe('replays', () => {
  it('leave the learner as it was: the days after them come as if nothing had been replayed', () => {
    const state = beginLearner(learner, options);
    for (let day = 0; day < options.days; day += 1) {
      if (day % 9 === 4) replayDays(state, day, 7, day);
      liveDay(state, day);
    }
    const once = [...serialiseWorld(simulateLearner(learner, options))].join('\n');
    expect([...serialiseWorld(worldOf(state, options))].join('\n')).toBe(once);
  });

  it('repeat with their seed, differ without, and hold the answers of their days only', () => {
    const state = beginLearner(learner, options);
    for (let day = 0; day < 40; day += 1) liveDay(state, day);
    const one = replayDays(state, 40, 7, 1);
    expect(one.card.length).toBeGreaterThan(20);
    expect(Math.min(...one.studyDay)).toBeGreaterThanOrEqual(20_040);
    expect(Math.max(...one.studyDay)).toBeLessThan(20_047);
    expect(replayDays(state, 40, 7, 1)).toEqual(one);
    expect([...replayDays(state, 40, 7, 2).rating]).not.toEqual([...one.rating]);
  });

  it('end with the last day there is a plan for', () => {
    const state = beginLearner(learner, options);
    for (let day = 0; day < 58; day += 1) liveDay(state, day);
    expect(Math.max(...replayDays(state, 58, 7, 1).studyDay)).toBeLessThan(20_060);
  });
});
