import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '../settings/contract.ts';
import { DayLimits } from './day-limits.ts';
import { preferencesOf, type Place, type Places } from './presets/places.ts';

const settings = preferencesOf({ ...defaultSettings, 'study.newPerDay': 4, 'study.reviewsPerDay': 6 });

/** Course 0 has lectures 1, 2 and 3 (in 2); course 4 has lecture 5. A number gives the place a limit of its own. */
const parents = [null, 0, 0, 2, null, 4];
const placesWith = (limits: readonly (number | undefined)[]): Places => {
  const all: Place[] = [];
  parents.forEach((up, id) => {
    const limit = limits[id];
    const own = limit === undefined ? {} : { newPerDay: limit };
    const parent = up === null ? null : all[up]!; // parents come first
    all.push({
      kind: up === null ? 'course' : 'lecture',
      id,
      uid: `place${id}`,
      title: `place ${id}`,
      parent,
      preset: null,
      own,
      values: { ...(parent?.values ?? settings), ...own },
    });
  });
  const ofKind = (kind: Place['kind']) => (id: number) =>
    all.find((place) => place.kind === kind && place.id === id);
  return { settings, all, ofLecture: ofKind('lecture'), ofCourse: ofKind('course') };
};

const isWithin = (id: number, place: number): boolean => {
  const up = parents[id];
  return id === place || (up !== null && up !== undefined && isWithin(up, place));
};

const noneRaised = { studyDay: 0, places: {} };

describe('the limits of a day', () => {
  it('of the settings are shared by all that names none, and a course with a limit counts by itself', () => {
    const limits = new DayLimits(placesWith([7]), noneRaised, 1);
    const taken = (lecture: number, tries: number): number =>
      Array.from({ length: tries }, () => limits.take('newCards', lecture)).filter(Boolean).length;
    expect([taken(1, 10), taken(3, 10), taken(5, 10)]).toEqual([7, 0, 4]);
  });

  it('of a course bound its lectures, whatever those allow', () => {
    const limits = new DayLimits(placesWith([3, undefined, 10, 2]), noneRaised, 1);
    const take = (lecture: number): boolean => limits.take('newCards', lecture);
    expect([take(3), take(3), take(3), take(2), take(2), take(1)]).toEqual([
      true,
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it('that were raised hold for their day and their place only', () => {
    const raised = { studyDay: 9, places: { place0: { newCards: 2, reviews: 0 } } };
    const on = (day: number, lecture: number): number => {
      const limits = new DayLimits(placesWith([1]), raised, day);
      return Array.from({ length: 9 }, () => limits.take('newCards', lecture)).filter(Boolean).length;
    };
    expect([on(9, 1), on(9, 5), on(10, 1)]).toEqual([3, 4, 1]);
  });

  it('are never exceeded in any place, and nothing is refused while all have room', () => {
    const limit = fc.option(fc.nat(6), { nil: undefined });
    fc.assert(
      fc.property(
        fc.array(limit, { minLength: 6, maxLength: 6 }),
        fc.dictionary(fc.constantFrom('', 'place0', 'place2', 'place5'), fc.nat(4)),
        fc.array(fc.constantFrom(1, 2, 3, 5), { maxLength: 60 }),
        (own, more, tries) => {
          const places = Object.fromEntries(
            Object.entries(more).map(([place, newCards]) => [place, { newCards, reviews: 0 }]),
          );
          const limits = new DayLimits(placesWith(own), { studyDay: 1, places }, 1);
          const taken: number[] = [];
          const raised = Object.values(more).reduce((sum, n) => sum + n, 0);
          for (const lecture of tries) {
            const room = limits.room('newCards', lecture);
            const took = limits.take('newCards', lecture);
            expect(took).toBe(room > 0);
            if (took) taken.push(lecture);
          }
          own.forEach((bound, place) => {
            if (bound === undefined) return;
            const within = taken.filter((lecture) => isWithin(lecture, place)).length;
            expect(within).toBeLessThanOrEqual(bound + raised);
          });
          const shared = taken.filter((lecture) =>
            own.every((bound, place) => bound === undefined || !isWithin(lecture, place)),
          );
          expect(shared.length).toBeLessThanOrEqual(settings.newPerDay + raised);
        },
      ),
    );
  });
});
