import { seededRandom } from '../random/random.ts';
import { sigmoid } from '../numeric/special.ts';
import { NOT_ASKED, type Answers } from './answers.ts';

/** Answers drawn from abilities, difficulties and practice, for tests. */
export function drawAnswers({
  learners,
  rows,
  items = 40,
  skills = 6,
  seed = 1,
  hasTimes = false,
}: {
  learners: number;
  rows: number;
  items?: number;
  skills?: number;
  seed?: number;
  hasTimes?: boolean;
}): Answers {
  const random = seededRandom(seed);
  const ease = Float64Array.from({ length: items }, () => 3 * random.unit() - 1.5);
  const count = learners * rows;
  const drawn = {
    starts: Int32Array.from({ length: learners + 1 }, (_, learner) => learner * rows),
    items: new Int32Array(count),
    skills: new Int32Array(count),
    outcomes: new Uint8Array(count),
    shownAt: hasTimes ? new Float64Array(count) : undefined,
    durations: hasTimes ? new Float64Array(count) : undefined,
  };
  for (let learner = 0; learner < learners; learner += 1) {
    const ability = 2 * random.unit() - 1;
    const practised = new Float64Array(skills);
    let now = 1e12;
    for (let row = learner * rows; row < (learner + 1) * rows; row += 1) {
      const before = row > learner * rows ? drawn.items[row - 1]! : 0;
      const item = random.unit() < 0.1 ? before : Math.floor(random.unit() * items);
      const skill = item % skills;
      const p = sigmoid(0.3 + ability + ease[item]! + 0.15 * practised[skill]!);
      drawn.items[row] = item;
      drawn.skills[row] = skill;
      drawn.outcomes[row] = random.unit() < 0.05 ? NOT_ASKED : random.unit() < p ? 1 : 0;
      practised[skill]! += 1;
      // Now and then a learner comes back another day.
      now += random.unit() < 0.05 ? 86_400_000 : 5000 + 60_000 * random.unit();
      if (drawn.shownAt) drawn.shownAt[row] = now;
      if (drawn.durations) drawn.durations[row] = 2000 + 8000 * random.unit();
      now += drawn.durations?.[row] ?? 0;
    }
  }
  return drawn;
}
