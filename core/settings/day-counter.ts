import type { Clock } from '../store/clock.ts';
import type { StoreReader } from '../store/reader.ts';
import { localMoment } from './local-moment.ts';
import { readSettings } from './read-settings.ts';

/** Days begin and offsets change on these. */
const quarterMs = 900_000;

/** The study day of many instants under the settings of now: a zone is asked once for each quarter of an hour. */
export const dayCounter = (reader: StoreReader, clock: Clock): ((at: number) => number) => {
  const settings = readSettings(reader);
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / quarterMs);
    let day = known.get(quarter);
    if (day === undefined) {
      day = localMoment(at, clock, settings).studyDay;
      known.set(quarter, day);
    }
    return day;
  };
};
