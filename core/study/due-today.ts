import { readSettings } from '../settings/read-settings.ts';
import type { StoreReader } from '../store/reader.ts';
import { inStepsByLecture } from './in-steps.ts';
import { planDay } from './plan-day.ts';
import { readPlaces } from './presets/places.ts';
import { countByLecture } from './today.ts';

/** Cards that today's plan of the whole library brings from each lecture: reviews and cards in steps. */
export const dueToday = (reader: StoreReader, today: number): Map<number, number> => {
  const plan = planDay(reader, {
    scope: { courseId: null, lectureId: null, lectures: null, title: '' },
    today,
    places: readPlaces(reader),
    raised: readSettings(reader)['study.raisedToday'],
  });
  const counts = countByLecture(plan, inStepsByLecture(reader, today));
  return new Map([...counts].map(([lecture, { due, learning }]) => [lecture, due + learning]));
};
