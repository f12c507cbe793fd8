import { z } from 'zod';
import { command, defineContract, query } from '../../rpc/contract.ts';
import { studyPreferences } from '../../settings/contract.ts';
import { nothing, title, uid } from '../../store/schemas.ts';

/** Everything a preset can say, all of it said: the values in force somewhere. */
export const effectiveValues = z.strictObject(studyPreferences);

/**
 * What a preset may say about a course or lecture. A key that is missing is the settings' (`study.*`), or that of the
 * preset of what stands above it: a preset names only what differs.
 */
export const presetValues = effectiveValues.partial();

export type PresetValues = z.infer<typeof presetValues>;
export type EffectiveValues = z.infer<typeof effectiveValues>;

const place = z.object({
  kind: z.enum(['course', 'lecture']),
  uid,
  title: z.string(),
  /** The lecture or course it stands in; null for a course. */
  parent: uid.nullable(),
  /** Its own preset; null: what stands above it, and at the top the settings. */
  preset: uid.nullable(),
});

const preset = z.object({ uid, name: z.string(), values: presetValues });

const reads = ['course_presets', 'courses', 'lectures', 'settings'];

export const presetsContract = defineContract('presets', {
  /** Every preset, every place that may have one, in the order of the library, and what the settings say. */
  list: query({
    input: nothing,
    output: z.object({ presets: z.array(preset), places: z.array(place), settings: effectiveValues }),
    reads,
  }),
  /** What is in force in a place, and which preset says so (null: the settings), key by key. */
  effective: query({
    input: z.strictObject({ kind: z.enum(['course', 'lecture']), uid }),
    output: z.object({ values: effectiveValues, from: z.record(z.string(), uid.nullable()) }),
    reads,
  }),
  create: command({
    input: z.strictObject({ name: title, values: presetValues }),
    output: z.object({ preset: uid }),
  }),
  /** Changes the name, or replaces all values. */
  change: command({
    input: z.strictObject({ preset: uid, name: title.optional(), values: presetValues.optional() }),
    output: nothing,
  }),
  /** Puts a preset away; places that had it follow what stands above them. */
  remove: command({ input: z.strictObject({ preset: uid }), output: z.object({ places: z.int().min(0) }) }),
  assign: command({
    input: z.strictObject({ kind: z.enum(['course', 'lecture']), uid, preset: uid.nullable() }),
    output: nothing,
  }),
});
