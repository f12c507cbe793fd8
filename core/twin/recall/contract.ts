import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { count, instant, nothing, uid } from '../../store/schemas.ts';

const share = z.number().min(0).max(1);

/** Answers before which nothing is learnt from what FSRS does not look at. */
export const RECALL_ANSWERS_NEEDED = 4000;
/** At risk: recall with context is this much below what FSRS says, and below the retention the owner wants. */
export const AT_RISK_BELOW_FSRS = 0.1;

/** What moves recall with context; the groups of ml/recall/recall-now.ts, which a test compares, and the times of answers. */
export const RECALL_REASON_NAMES = [
  'answerTimes',
  'cardSurprise',
  'cardPace',
  'alike',
  'today',
  'lately',
  'beginning',
  'spacing',
] as const;

/** How the last fit was judged, on answers it had not seen. */
const judgement = z.object({
  /** Answers that test memory, on a later day than the one before of their card. */
  answers: count,
  heldOut: count,
  /** Log losses; lower is better. */
  fsrsLoss: z.number(),
  contextLoss: z.number(),
  gain: z.object({ mean: z.number(), low: z.number(), high: z.number() }),
  accepted: z.boolean(),
});

/** Whether there is a model: too few answers, none made yet, made and not better than FSRS, or in use. */
const modelState = z.object({
  state: z.enum(['off', 'not_enough', 'not_yet', 'not_better', 'in_use']),
  answers: count,
  needed: count,
  judgement: judgement.nullable(),
  fittedAt: instant.nullable(),
});

const reason = z.object({
  reason: z.enum(RECALL_REASON_NAMES),
  /** Points of recall it adds or takes, signed, against what is usual for this owner. */
  effect: z.number(),
});

const withContext = z.object({
  probability: share,
  /** Largest first. They do not add up: each is what would change if this alone were as usual. */
  reasons: z.array(reason).readonly(),
});

const riskyCard = z.object({
  card: uid,
  /** Course and lecture. */
  course: z.string(),
  lecture: z.string(),
  fsrs: share,
  probability: share,
  isDue: z.boolean(),
  reasons: z.array(reason).readonly(),
});

const sources = ['learning_profiles', 'model_artifacts', 'settings', 'daily_rollups'] as const;

/** Recall by what FSRS does not look at. */
export const recallContract = defineContract('twin', {
  recallModel: query({ input: nothing, output: modelState, reads: [...sources] }),
  /** Recall of one card now; `context` is null where there is no accepted model, or nothing to say of this card today. */
  cardRecall: query({
    input: z.strictObject({ card: uid }),
    output: z.object({ model: modelState, context: withContext.nullable() }),
    reads: [...sources, 'reviews', 'log_undos'],
  }),
  /** Cards that are likelier forgotten than FSRS says, as of the daily look. */
  atRiskToday: query({
    input: nothing,
    output: z.object({
      model: modelState,
      computedAt: instant.nullable(),
      /** Looked at by the daily look, and found at risk. */
      looked: count,
      total: count,
      due: count,
      cards: z.array(riskyCard).readonly(),
      /** Objectives with at least two such cards. */
      objectives: z.array(z.object({ objective: uid, title: z.string(), cards: count })).readonly(),
    }),
    reads: [...sources, 'cards', 'lectures', 'courses', 'learning_objectives', 'card_states'],
  }),
  /** Fits the model anew and looks at today; a job. */
  fitRecall: command({ input: nothing, output: z.object({ job: uid }) }),
});
