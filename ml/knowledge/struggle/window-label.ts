import type { StruggleHistory } from './history.ts';
import { struggleLabel, type StruggleLabel } from './struggle-label.ts';

/**
 * The judged answers of an objective in a window of study days, the latest first.
 * @param before UTC ms: answers from then on are not yet known; all are unless given
 */
export function windowRows(
  history: StruggleHistory,
  objective: number,
  fromDay: number,
  days: number,
  before: number = Number.POSITIVE_INFINITY,
): number[] {
  const { starts, rows } = history.byObjective;
  const found: number[] = [];
  for (let place = starts[objective + 1]! - 1; place >= starts[objective]!; place -= 1) {
    const row = rows[place]!;
    const day = history.studyDay[row]!;
    if (day < fromDay) break;
    if (day >= fromDay + days || history.judged[row] === 0 || history.at[row]! >= before) continue;
    found.push(row);
  }
  return found;
}

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
  const rows = windowRows(history, objective, fromDay, days, before);
  const tests = history.facts.practiceTests
    .filter(
      (test) =>
        test.objective === objective &&
        test.studyDay >= fromDay &&
        test.studyDay < fromDay + days &&
        test.at < before,
    )
    .map(({ score }) => score);
  return struggleLabel(
    {
      recalled: rows.map((row) => history.recalled[row]!),
      retrievability: rows.map((row) => history.retrievability[row]!),
      inReview: rows.map((row) => (history.phase[row] === 2 ? 1 : 0)),
    },
    tests,
  );
}
