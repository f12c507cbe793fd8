import { expect, it } from 'vitest';
import { struggleHistory } from '#ml/knowledge/struggle/history.ts';
import { fsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { factsOfWorld } from '#bench/struggle/world-facts.ts';
import { drawWorld } from '../../exchange/simulated/make-world.ts';
import { pastWeeks, type PastWeeks } from './past-weeks.ts';
import { weekStart } from './weeks.ts';

const TODAY = 20_514;
const DAYS = 180;

/** Features of the rows of the week from a day. */
const ofWeek = ({ table }: PastWeeks, day: number): number[] => {
  const width = table.features.length / table.labels.length;
  return Array.from(table.fromDay).flatMap((from, row) =>
    from === day ? Array.from(table.features.subarray(row * width, (row + 1) * width)) : [],
  );
};

it.each(['Etc/UTC', 'Pacific/Honolulu', 'Pacific/Kiritimati'])(
  'features of a past week know no answer of it, though its owner lives in %s since',
  (zone) => {
    const { facts } = drawWorld(3, DAYS, TODAY);
    const learner = factsOfWorld(facts);
    const parameters = fsrsParameters();
    const { studyDay, shownAt } = struggleHistory(learner, parameters);
    const day = weekStart(TODAY) - 7;
    expect(shownAt.some((_, row) => studyDay[row] === day)).toBe(true);
    const starts = { zone, rolloverHour: 4 };
    const fine = (): boolean => false;
    const before = ofWeek(pastWeeks(learner, parameters, TODAY, starts, fine), day);
    expect(before.length).toBeGreaterThan(0);
    const { answers } = learner;
    const rating = answers.rating.map((given, row) =>
      (answers.studyDay[row] ?? 0) >= day ? 5 - given : given,
    );
    const other = { ...learner, answers: { ...answers, rating } };
    expect(ofWeek(pastWeeks(other, parameters, TODAY, starts, fine), day)).toEqual(before);
  },
  120_000,
);
