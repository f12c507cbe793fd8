import type { FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { reviewsOf } from '#ml/memory/testing.ts';
import { addCourse } from '../../../store/testing/add-course.ts';
import type { Store } from '../../../store/store.ts';
import { dailyRollupsDerivation } from '../../daily-rollups.ts';

const daySeconds = 86_400;
const dayMs = 86_400_000;
const daysOfBeginning = 540;

/**
 * Cards and the answers of somebody whose memory is known, the last of them given yesterday. Each answer gave the
 * interval after which the next came. With `current`, cards were begun over a year and a half, a few each day, and what
 * lies after yesterday has not come yet: cards are due on many days, as those of somebody who keeps up.
 */
export const addLearner = async (
  store: Store,
  truth: FsrsParameters,
  size: { cards: number; answers: number; seed: number; spread?: number; current?: boolean },
  today: number,
): Promise<{ cards: number[]; answers: number }> => {
  const { cards } = await addCourse(store, 'Learnt before', size.cards);
  const reviews = reviewsOf(truth, size);
  const shiftOfAll = today - 1 - reviews.days.reduce((last, day) => Math.max(last, day), 0);
  let answers = 0;
  await store.write(
    'test.addLearner',
    (tx) => {
      cards.forEach((card, index) => {
        const first = reviews.starts[index]!;
        const last = reviews.starts[index + 1]! - 1;
        const given = Math.round(1.6 * (reviews.days[last]! - reviews.days[last - 1]!)) + 1;
        const begun = today - 1 - ((index * 7919) % daysOfBeginning);
        const shift = size.current ? begun - reviews.days[first]! : shiftOfAll;
        for (let row = first; row <= last; row += 1) {
          const day = reviews.days[row]!;
          if (day + shift >= today) break;
          const next = row < last ? reviews.days[row + 1]! - day : given;
          tx.append(
            'reviews',
            {
              card_id: card,
              at: reviews.at[row]! + shift * dayMs,
              uid: store.ids.uid(),
              utc_offset_min: 60,
              study_day: day + shift,
              rating: reviews.ratings[row]!,
              phase: row === first ? 0 : 2,
              interval_seconds: next * daySeconds,
              last_interval_seconds: 0,
              duration_ms: Math.round(reviews.durationMs[row]!),
            },
            { owner: card },
          );
          answers += 1;
        }
      });
      dailyRollupsDerivation.rebuild(tx);
    },
    { noUndo: true },
  );
  await store.settle();
  return { cards, answers };
};
