import { z } from 'zod';

const stepMinutes = z.array(z.number().min(0.1).max(14_400)).max(10);

/**
 * What a preset may say about a course or lecture. A key that is missing is the settings' (`study.*`), or that of the
 * preset of what stands above it: a preset names only what differs.
 */
export const presetValues = z
  .strictObject({
    newPerDay: z.int().min(0).max(9999),
    reviewsPerDay: z.int().min(0).max(9999),
    desiredRetention: z.number().min(0.7).max(0.99),
    learningSteps: stepMinutes,
    relearningSteps: stepMinutes,
    maximumIntervalDays: z.int().min(1).max(36_500),
    /** In which order new cards are gathered, and where they stand among reviews. */
    newOrder: z.enum(['position', 'random']),
    newPlacement: z.enum(['mixed', 'before', 'after']),
    reviewOrder: z.enum(['retrievability', 'due', 'interval', 'random']),
    /** Other cards of a note wait until tomorrow once one of them was answered. */
    buryNewSiblings: z.boolean(),
    buryReviewSiblings: z.boolean(),
    /** Cards of different objectives alternate instead of coming in blocks. */
    interleave: z.boolean(),
    /** Lapses after which a card is a leech; 0: never. */
    leechThreshold: z.int().min(0).max(99),
    leechAction: z.enum(['tag', 'suspend']),
    showTimer: z.boolean(),
    /** An answer counts as at most this long. */
    timerCapSeconds: z.int().min(5).max(7200),
    /** 0: never by itself. */
    autoRevealSeconds: z.number().min(0).max(3600),
    autoAnswerSeconds: z.number().min(0).max(3600),
  })
  .partial();

export type PresetValues = z.infer<typeof presetValues>;
