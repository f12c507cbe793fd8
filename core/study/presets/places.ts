import { inOrder } from '../../library/order-of-places.ts';
import { studyPreferences, type Settings } from '../../settings/contract.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { Store } from '../../store/store.ts';
import { uidToHex } from '../../store/uid.ts';
import { effectiveValues, presetValues, type EffectiveValues, type PresetValues } from './contract.ts';

/** A course or lecture with what its preset says and what is in force there. */
export type Place = {
  readonly kind: 'course' | 'lecture';
  readonly id: number;
  readonly uid: string;
  readonly title: string;
  readonly parent: Place | null;
  readonly preset: string | null;
  readonly own: PresetValues;
  readonly values: EffectiveValues;
};

/** Every place of the library, in its order, parents before what is nested in them. */
export type Places = {
  readonly settings: EffectiveValues;
  readonly all: readonly Place[];
  ofLecture(id: number): Place | undefined;
  ofCourse(id: number): Place | undefined;
};

type CourseRow = {
  id: number;
  uid: Uint8Array;
  title: string;
  source: string | null;
  preset_id: number | null;
};
const courses = statement<Record<string, never>, CourseRow>(
  'presets.courses',
  'SELECT id, uid, title, source, preset_id FROM courses WHERE deleted_at IS NULL ORDER BY position, id',
);
const lectures = statement<
  Record<string, never>,
  CourseRow & { course_id: number; parent_id: number | null }
>(
  'presets.lectures',
  `SELECT id, uid, title, source, preset_id, course_id, parent_id FROM lectures WHERE deleted_at IS NULL
   ORDER BY course_id, position, id`,
);
const presets = statement<
  Record<string, never>,
  { id: number; uid: Uint8Array; name: string; preset_values: string }
>(
  'presets.all',
  'SELECT id, uid, name, preset_values FROM course_presets WHERE deleted_at IS NULL ORDER BY name, id',
);

export type PresetRow = { id: number; uid: string; name: string; values: PresetValues };

/** A value that this version does not know, or finds out of bounds, counts as not said. */
const known = (json: string): PresetValues => {
  const stored: unknown = JSON.parse(json);
  if (typeof stored !== 'object' || stored === null) return {};
  const fitting = Object.entries(stored).filter(([key, value]) => {
    const schema = Object.hasOwn(studyPreferences, key)
      ? presetValues.shape[key as keyof PresetValues]
      : undefined;
    return schema?.safeParse(value).success === true;
  });
  return presetValues.parse(Object.fromEntries(fitting));
};

export const allPresets = (reader: StoreReader): PresetRow[] =>
  reader.all(presets, {}).map((row) => ({
    id: row.id,
    uid: uidToHex(row.uid),
    name: row.name,
    values: known(row.preset_values),
  }));

/** What the settings say about studying. */
export const preferencesOf = (settings: Settings): EffectiveValues =>
  effectiveValues.parse(
    Object.fromEntries(
      Object.keys(studyPreferences).map((key) => [key, settings[`study.${key as keyof EffectiveValues}`]]),
    ),
  );

/** Reads every place with its values in force: lecture, what it stands in, course, settings; the nearest says. */
export const readPlaces = (reader: StoreReader): Places => {
  const settings = preferencesOf(readSettings(reader));
  const presetOf = new Map(allPresets(reader).map((row) => [row.id, row]));
  const made = (kind: Place['kind'], row: CourseRow, parent: Place | null, above: EffectiveValues): Place => {
    const preset = row.preset_id === null ? undefined : presetOf.get(row.preset_id);
    const own = preset?.values ?? {};
    return {
      kind,
      id: row.id,
      uid: uidToHex(row.uid),
      title: row.title,
      parent,
      preset: preset?.uid ?? null,
      own,
      values: preset === undefined ? above : effectiveValues.parse({ ...above, ...own }),
    };
  };
  const all: Place[] = [];
  const courseById = new Map<number, Place>();
  const lectureById = new Map<number, Place>();
  const byCourse = Map.groupBy(inOrder(reader.all(lectures, {})), (row) => row.course_id);
  for (const row of inOrder(reader.all(courses, {}))) {
    const course = made('course', row, null, settings);
    courseById.set(row.id, course);
    all.push(course);
    const nested = byCourse.get(row.id) ?? [];
    const ids = new Set(nested.map(({ id }) => id));
    // A lecture whose parent is gone stands directly under its course.
    const under = Map.groupBy(nested, ({ parent_id: up }) => (up !== null && ids.has(up) ? up : null));
    const place = (parentId: number | null, parent: Place): void => {
      for (const lecture of under.get(parentId) ?? []) {
        const nestedPlace = made('lecture', lecture, parent, parent.values);
        lectureById.set(lecture.id, nestedPlace);
        all.push(nestedPlace);
        place(lecture.id, nestedPlace);
      }
    };
    place(null, course);
  }
  return {
    settings,
    all,
    ofLecture: (id) => lectureById.get(id),
    ofCourse: (id) => courseById.get(id),
  };
};

const invalidating = new Set(['courses', 'lectures', 'course_presets', 'settings', 'batches']);

/** The places in force, read again only after a change of what they rest on: an answer asks for them every time. */
export class PlacesInForce {
  readonly #store: Store;
  #places: Places | undefined;

  constructor(store: Store) {
    this.#store = store;
    store.feed.subscribe((changes) => {
      if (changes.some((kind) => invalidating.has(kind))) this.#places = undefined;
    });
  }

  get now(): Places {
    this.#places ??= readPlaces(this.#store);
    return this.#places;
  }

  /** What is in force for the cards of a lecture. */
  valuesOf(lecture: number): EffectiveValues {
    return this.now.ofLecture(lecture)?.values ?? this.now.settings;
  }
}
