import { z } from 'zod';
import { command, defineContract, query } from '../rpc/contract.ts';
import { count, nothing, studyDay } from '../store/schemas.ts';

const stepMinutes = z.array(z.number().min(0.1).max(14_400)).max(10);

/** How cards are studied: each is a setting (`study.*`), and a preset of a course or lecture may say otherwise. */
export const studyPreferences = {
  newPerDay: z.int().min(0).max(9999),
  reviewsPerDay: z.int().min(0).max(9999),
  /** Share of reviews that should be recalled. */
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
};

const prefixed = <T extends Record<string, z.ZodType>>(shape: T) =>
  Object.fromEntries(Object.entries(shape).map(([key, schema]) => [`study.${key}`, schema])) as {
    // Checked border: the map above makes exactly these keys.
    [K in keyof T & string as `study.${K}`]: T[K];
  };

/** More cards on one study day than the limits give: the owner asked for them. */
const raisedToday = z.strictObject({
  studyDay,
  /** By what was raised: '' the whole library, else the uid of a course or lecture. */
  places: z
    .record(z.string().max(32), z.strictObject({ newCards: count.max(9999), reviews: count.max(9999) }))
    .refine((places) => Object.keys(places).length <= 1000, 'at most 1,000 places'),
});

/** Every preference with its bounds. A missing row means the default. */
export const settingsSchema = z.strictObject({
  ...prefixed(studyPreferences),
  'study.fuzz': z.boolean(),
  /** Ask how sure the person is before the answer is shown. */
  'study.askConfidence': z.boolean(),
  'study.raisedToday': raisedToday,
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
  /** Our ink and surface over the colours a card brings along. */
  'appearance.readableColours': z.boolean(),
  /** Sounds of a side play when it is shown. */
  'study.autoplay': z.boolean(),
  'keys.singleLetters': z.boolean(),
  /** Keys of the frame by action, where they differ from the default, for example { "go.today": "h" }. */
  'keys.frame': z
    .record(z.string().max(40), z.string().min(1).max(1))
    .refine((keys) => Object.keys(keys).length <= 100, 'at most 100 keys'),
  /** Say in a session where it goes badly. */
  'twin.indicators': z.boolean(),
  /** The twin looks at how the owner studies; off: it stops, and what it concluded goes. */
  'privacy.behavioralAnalysis': z.boolean(),
  /** Statistics of how well each kind of content goes. */
  'privacy.contentProfiling': z.boolean(),
  /** At most one notification of the system a day. */
  'privacy.notifications': z.boolean(),
  /** Consent to share anonymised patterns: no policy and no default gives it. */
  'privacy.sharing': z.boolean(),
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
  'study.newOrder': 'position',
  'study.newPlacement': 'mixed',
  'study.reviewOrder': 'retrievability',
  'study.buryNewSiblings': true,
  'study.buryReviewSiblings': true,
  'study.interleave': true,
  'study.leechThreshold': 8,
  'study.leechAction': 'tag',
  'study.showTimer': false,
  'study.timerCapSeconds': 60,
  'study.autoRevealSeconds': 0,
  'study.autoAnswerSeconds': 0,
  'study.fuzz': true,
  'study.askConfidence': false,
  'study.raisedToday': { studyDay: 0, places: {} },
  'study.memoryModel': 'fitted',
  'study.learnAheadMinutes': 20,
  'study.rolloverHour': 4,
  'appearance.theme': 'system',
  'appearance.readingFont': 'serif',
  'appearance.textSize': 100,
  'appearance.hideCounts': false,
  'appearance.readableColours': false,
  'study.autoplay': true,
  'keys.singleLetters': true,
  'keys.frame': {},
  'twin.indicators': true,
  'privacy.behavioralAnalysis': true,
  'privacy.contentProfiling': true,
  'privacy.notifications': true,
  'privacy.sharing': false,
  'hints.hardIsAPass': false,
};

export const settingsContract = defineContract('settings', {
  read: query({ input: nothing, output: settingsSchema, reads: ['settings'] }),
  /** Changes the given keys only; undoable. */
  change: command({ input: z.strictObject({ values: settingsSchema.partial() }), output: settingsSchema }),
});
