import type { FsrsParameters } from '#ml/memory/fsrs-parameters.ts';
import { reviewsOf } from '#ml/memory/testing.ts';
import { addCourse } from '../../../store/testing/add-course.ts';
import type { Store } from '../../../store/store.ts';
import { dailyRollupsDerivation } from '../../daily-rollups.ts';

const daySeconds = 86_400;
const dayMs = 86_400_000;

/**
 * Cards and the answers of somebody whose memory is known, the last of them given yesterday. Each answer gave the
 * interval after which the next came.
 */
export const addLearner = async (
  store: Store,
  truth: FsrsParameters,
  size: { cards: number; answers: number; seed: number; spread?: number },
  today: number,
): Promise<{ cards: number[]; answers: number }> => {
  const { cards } = await addCourse(store, 'Learnt before', size.cards);
  const reviews = reviewsOf(truth, size);
  const shift = today - 1 - reviews.days.reduce((last, day) => Math.max(last, day), 0);
  let answers = 0;
  await store.write(
    'test.addLearner',
    (tx) => {
      cards.forEach((card, index) => {
        const first = reviews.starts[index]!;
        for (let row = first; row < reviews.starts[index + 1]!; row += 1) {
          const day = reviews.days[row]!;
          const next = row + 1 < reviews.starts[index + 1]! ? reviews.days[row + 1]! - day : 30;
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
