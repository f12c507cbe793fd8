import type { Jobs } from '../../jobs/jobs.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import { leaveNoTrace } from '../../store/leave-no-trace.ts';
import type { Store } from '../../store/store.ts';
import { eraseRows, type Extent } from './erase-rows.ts';

export type EraseParts = { store: Store; jobs: Jobs };

const isOfTwin = (kind: string): boolean => kind.startsWith('twin.');
/** A fit of memory reads the answers as well. */
const readsAnswers = (kind: string): boolean => isOfTwin(kind) || kind.startsWith('parameters.');

/** What a job computed from rows that are gone must not come back at its end: each is ended before, and looked for after. */
const eraseAlone = async (
  { jobs }: EraseParts,
  extent: Extent,
  work: () => Promise<number>,
): Promise<number> => {
  const inTheWay = extent === 'reviews' ? readsAnswers : isOfTwin;
  let rows = 0;
  do {
    await jobs.cancelThose(inTheWay);
    rows += await work();
  } while ((await jobs.cancelThose(inTheWay)) > 0);
  return rows;
};

/** What the twin concluded goes; what the owner did stays. */
export const eraseConclusions = (parts: EraseParts): Promise<number> =>
  eraseAlone(parts, 'analysis', async () => {
    const { store } = parts;
    const { output } = await store.write(
      'twin.eraseConclusions',
      // Turned on again meanwhile: what was found since stands.
      (tx) => (readSettings(tx)['privacy.behavioralAnalysis'] ? 0 : eraseRows(tx, store, 'analysis')),
      { noUndo: true },
    );
    if (output > 0) await leaveNoTrace(store);
    return output;
  });

/** Everything about how the owner studies goes for good, and with `reviews` what they answered. */
export const eraseBehavioralData = async (
  parts: EraseParts,
  reviews: boolean,
): Promise<{ rows: number; purged: boolean }> => {
  const { store } = parts;
  const extent = reviews ? 'reviews' : 'behavior';
  const kinds = ['events', 'models', 'predictions', ...(reviews ? ['reviews'] : [])];
  const rows = await eraseAlone(parts, extent, async () => {
    const { output } = await store.write(
      'twin.eraseBehavioralData',
      (tx) => {
        const erased = eraseRows(tx, store, extent);
        const { at, utcOffsetMin, studyDay } = localMoment(tx.now, store.clock, readSettings(tx));
        const moment = { at, utc_offset_min: utcOffsetMin, study_day: studyDay };
        const fact = { uid: store.ids.uid(), ...moment, kinds: JSON.stringify(kinds), up_to: at };
        tx.append('erasures', fact, { owner: 0 });
        return erased;
      },
      { noUndo: true },
    );
    return output;
  });
  // Memories of no answers: every card is new again before anybody looks.
  if (reviews) await store.settle();
  return { rows, purged: await leaveNoTrace(store) };
};
