import { z } from 'zod';
import { command, defineContract, query } from '../rpc/contract.ts';
import { nothing } from '../store/schemas.ts';

const stepMinutes = z.array(z.number().min(0.1).max(14_400)).max(10);

/** Every preference with its bounds. A missing row means the default. */
export const settingsSchema = z.strictObject({
  'study.newPerDay': z.int().min(0).max(9999),
  'study.reviewsPerDay': z.int().min(0).max(9999),
  /** Share of reviews that should be recalled. */
  'study.desiredRetention': z.number().min(0.7).max(0.99),
  'study.learningSteps': stepMinutes,
  'study.relearningSteps': stepMinutes,
  'study.maximumIntervalDays': z.int().min(1).max(36_500),
  'study.fuzz': z.boolean(),
  /** Which memory parameters are in force: the newest accepted fit, the newest accepted time-graded one, the standard. */
  'study.memoryModel': z.enum(['fitted', 'time_graded', 'default']),
  /** Cards in learning may come this early when nothing else is left. */
  'study.learnAheadMinutes': z.int().min(0).max(720),
  /** The study day starts at this hour. */
  'study.rolloverHour': z.int().min(0).max(23),
  'appearance.theme': z.enum(['system', 'light', 'dark']),
  'appearance.readingFont': z.enum(['serif', 'sans', 'hyperlegible']),
  /** Percent of the normal size of studied text. */
  'appearance.textSize': z.int().min(80).max(200),
  'appearance.hideCounts': z.boolean(),
  'keys.singleLetters': z.boolean(),
  /** Keys of the frame by action, where they differ from the default, for example { "go.today": "h" }. */
  'keys.frame': z
    .record(z.string().max(40), z.string().min(1).max(1))
    .refine((keys) => Object.keys(keys).length <= 100, 'at most 100 keys'),
  /** The first-run hint that Hard is a pass has been read. */
  'hints.hardIsAPass': z.boolean(),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  'study.newPerDay': 20,
  'study.reviewsPerDay': 200,
  'study.desiredRetention': 0.9,
  'study.learningSteps': [1, 10],
  'study.relearningSteps': [10],
  'study.maximumIntervalDays': 36_500,
  'study.fuzz': true,
  'study.memoryModel': 'fitted',
  'study.learnAheadMinutes': 20,
  'study.rolloverHour': 4,
  'appearance.theme': 'system',
  'appearance.readingFont': 'serif',
  'appearance.textSize': 100,
  'appearance.hideCounts': false,
  'keys.singleLetters': true,
  'keys.frame': {},
  'hints.hardIsAPass': false,
};

export const settingsContract = defineContract('settings', {
  read: query({ input: nothing, output: settingsSchema, reads: ['settings'] }),
  /** Changes the given keys only; undoable. */
  change: command({ input: z.strictObject({ values: settingsSchema.partial() }), output: settingsSchema }),
});
