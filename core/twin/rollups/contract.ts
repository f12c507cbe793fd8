import { z } from 'zod';
import { defineContract, query } from '../../rpc/contract.ts';
import { count, studyDay } from '../../store/schemas.ts';

const share = z.number().min(0).max(1);
/** Of answers to cards in review; the 90 % interval. Null without any. */
const recall = z.object({ n: count, share, low: share, high: share }).nullable();
const calendarYear = z.int().min(1).max(9999);

/** When the owner studies: counts, which no model changes. */
export const activityContract = defineContract('twin', {
  /** Of a calendar year of study days; without one, of the 365 that end today. */
  activity: query({
    input: z.strictObject({ year: calendarYear.optional() }),
    output: z.object({
      from: studyDay,
      to: studyDay,
      today: studyDay,
      /** The first study day of all; null without any. Days before it are no days off. */
      firstDay: studyDay.nullable(),
      /** Years that have answers, newest first. */
      years: z.array(calendarYear),
      /** Days with answers, in their order. */
      days: z.array(z.object({ day: studyDay, answers: count, ms: count, recall })),
      /** Local hour at which a study day begins: what was answered before it belongs to the evening. */
      dayBegins: z.int().min(0).max(23),
      /** Hours with answers. Weekday of the study day, 0 Monday to 6 Sunday; hour of the local clock. */
      hours: z.array(
        z.object({
          weekday: z.int().min(0).max(6),
          hour: z.int().min(0).max(23),
          answers: count,
          ms: count,
          recall,
        }),
      ),
      /** Recorded ones; those of an imported log have no beginning and no end of their own. */
      sessions: z.object({ n: count, answers: count, ms: count }),
    }),
    reads: ['daily_rollups', 'hourly_rollups', 'session_metrics', 'study_sessions', 'settings'],
  }),
});
