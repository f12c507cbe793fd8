import type { StruggleHistory } from './history.ts';
import { struggleLabel, type StruggleLabel } from './struggle-label.ts';

/**
 * The label of an objective in a window of study days, from the history.
 * @param before UTC ms: answers and tests from then on are not yet known; all are unless given
 */
export function windowLabel(
  history: StruggleHistory,
  objective: number,
  fromDay: number,
  days: number,
  before: number = Number.POSITIVE_INFINITY,
): StruggleLabel {
  const { starts, rows } = history.byObjective;
  const recalled: number[] = [];
  const retrievability: number[] = [];
  const inReview: number[] = [];
  for (let place = starts[objective + 1]! - 1; place >= starts[objective]!; place -= 1) {
    const row = rows[place]!;
    const day = history.studyDay[row]!;
    if (day < fromDay) break;
    if (day >= fromDay + days || history.judged[row] === 0 || history.at[row]! >= before) continue;
    recalled.push(history.recalled[row]!);
    retrievability.push(history.retrievability[row]!);
    inReview.push(history.phase[row] === 2 ? 1 : 0);
  }
  const tests = history.facts.practiceTests
    .filter(
      (test) =>
        test.objective === objective &&
        test.studyDay >= fromDay &&
        test.studyDay < fromDay + days &&
        test.at < before,
    )
    .map(({ score }) => score);
  return struggleLabel({ recalled, retrievability, inReview }, tests);
}
