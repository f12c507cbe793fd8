import { presetValues, type PresetValues } from '../../study/presets/contract.ts';
import type { AnkiPreset } from './anki-package.ts';
import { isRecord } from './bounded-json.ts';
import { boundedName, readConfigJson } from './config-json.ts';
import { blobValue, boundedColumn, idValue, textValue } from './foreign-values.ts';
import { FIRST_TABLE_SCHEMA, type ForeignCollection } from './open-collection.ts';
import type { PackageLimits } from './package-limits.ts';
import { PackageRefusedError } from './package-refused.ts';
import { bytesOf, numberOf, protobufFields, type ProtobufField } from './protobuf-fields.ts';

/**
 * The deck options of a collection, as far as we have them: schema 11 keeps them as JSON (`col.dconf`), schema 15 and
 * later as messages (`deck_config`, deck_config.proto). What lies out of our bounds, or means something that we do not
 * have, is not said; the settings then hold.
 */
export function readPresets(collection: ForeignCollection, limits: PackageLimits): AnkiPreset[] {
  return collection.schema < FIRST_TABLE_SCHEMA
    ? readJsonPresets(collection, limits)
    : readTablePresets(collection, limits);
}

/** Values as they stand there, before their bounds. */
type Said = { [K in keyof PresetValues]?: unknown };

const placements = ['mixed', 'after', 'before'] as const;
/** Anki's numbers of review orders that we have: by day, by growing interval, at random, most likely remembered first. */
const reviewOrders: Readonly<Record<number, PresetValues['reviewOrder']>> = {
  0: 'due',
  3: 'interval',
  8: 'random',
  11: 'retrievability',
};
/** Anki counts a leech from its options' threshold on; 0 there too means never. */
const leechActions = ['suspend', 'tag'] as const;

/** Keeps what is within bounds, key by key: one odd number does not cost the others. */
const bounded = (said: Said): PresetValues =>
  presetValues.parse(
    Object.fromEntries(
      Object.entries(said).filter(
        ([key, value]) =>
          value !== undefined && presetValues.shape[key as keyof PresetValues].safeParse(value).success,
      ),
    ),
  );

const recordIn = (value: unknown, key: string): Record<string, unknown> => {
  const inner = isRecord(value) ? value[key] : undefined;
  return isRecord(inner) ? inner : {};
};

const indexed = <T>(names: readonly T[], value: unknown): T | undefined =>
  typeof value === 'number' ? names[value] : undefined;

function readJsonPresets({ db }: ForeignCollection, limits: PackageLimits): AnkiPreset[] {
  const entries = Object.entries(readConfigJson(db, 'dconf', limits));
  checkCount(entries.length, limits);
  return entries.map(([key, preset]) => {
    if (!isRecord(preset)) throw new PackageRefusedError('bad_field', { table: 'col', column: 'dconf' });
    const [fresh, review, lapse] = [
      recordIn(preset, 'new'),
      recordIn(preset, 'rev'),
      recordIn(preset, 'lapse'),
    ];
    return {
      id: idValue(Number(key), 'col', 'dconf'),
      name: boundedName(textValue(preset['name'], 'col', 'dconf'), 'dconf', limits).normalize('NFC'),
      values: bounded({
        newPerDay: fresh['perDay'],
        reviewsPerDay: review['perDay'],
        desiredRetention: preset['desiredRetention'],
        learningSteps: fresh['delays'],
        relearningSteps: lapse['delays'],
        maximumIntervalDays: review['maxIvl'],
        newOrder: indexed(['random', 'position'], fresh['order']),
        newPlacement: indexed(placements, preset['newMix']),
        reviewOrder: reviewOrders[Number(preset['reviewOrder'])],
        buryNewSiblings: fresh['bury'],
        buryReviewSiblings: review['bury'],
        leechThreshold: lapse['leechFails'],
        leechAction: indexed(leechActions, lapse['leechAction']),
        showTimer:
          preset['timer'] === undefined ? undefined : preset['timer'] === 1 || preset['timer'] === true,
        timerCapSeconds: preset['maxTaken'],
        autoRevealSeconds: preset['secondsToShowQuestion'],
        autoAnswerSeconds: preset['secondsToShowAnswer'],
      }),
    };
  });
}

function readTablePresets({ db }: ForeignCollection, limits: PackageLimits): AnkiPreset[] {
  const name = boundedColumn('name', limits.maxNameBytes);
  const config = boundedColumn('config', limits.maxConfigBytes);
  const presets: AnkiPreset[] = [];
  // A package without options may lack the table's rows; a tool's may lack the table.
  const exists = db
    .prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'deck_config'`)
    .get();
  if (exists === undefined) return presets;
  for (const row of db
    .prepare(`SELECT id, ${name}, ${config} FROM deck_config NOT INDEXED`)
    .raw(true)
    .iterate()) {
    const [id, presetName, blob] = row as [unknown, unknown, unknown];
    presets.push({
      id: idValue(id, 'deck_config', 'id'),
      name: textValue(presetName, 'deck_config', 'name').normalize('NFC'),
      values: bounded(messageValues(blobValue(blob, 'deck_config', 'config'))),
    });
    checkCount(presets.length, limits);
  }
  return presets;
}

/** Floats of 32 bits: one, or a packed list of them. */
const floatsOf = (field: ProtobufField): number[] => {
  const bytes = bytesOf(field);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, index) =>
    shortest(view.getFloat32(index * 4, true)),
  );
};

/** 0.9 kept in 32 bits is 0.8999999761581421: the number a person chose is the shortest that gives those bits. */
const shortest = (value: number): number => Number(value.toPrecision(7));

/** In a message, what is not there is 0. */
function messageValues(config: Uint8Array): Said {
  const steps: { learn: number[]; relearn: number[] } = { learn: [], relearn: [] };
  const numbers = new Map<number, number>();
  const floats = new Set([37, 41, 42]);
  try {
    for (const field of protobufFields(config)) {
      if (field.number === 1) steps.learn.push(...floatsOf(field));
      else if (field.number === 2) steps.relearn.push(...floatsOf(field));
      else if (typeof field.value === 'number') numbers.set(field.number, numberOf(field));
      else if (floats.has(field.number)) numbers.set(field.number, floatsOf(field)[0] ?? 0);
    }
  } catch (error) {
    throw new PackageRefusedError('bad_field', { table: 'deck_config', column: 'config' }, { cause: error });
  }
  const number = (of: number): number => numbers.get(of) ?? 0;
  return {
    newPerDay: number(9),
    reviewsPerDay: number(10),
    desiredRetention: number(37),
    learningSteps: steps.learn,
    relearningSteps: steps.relearn,
    maximumIntervalDays: number(16),
    newOrder: indexed(['position', 'random'], number(20)),
    newPlacement: indexed(placements, number(30)),
    reviewOrder: reviewOrders[number(33)],
    buryNewSiblings: number(27) === 1,
    buryReviewSiblings: number(28) === 1,
    leechThreshold: number(22),
    leechAction: indexed(leechActions, number(21)),
    showTimer: number(25) === 1,
    timerCapSeconds: number(24),
    autoRevealSeconds: number(41),
    autoAnswerSeconds: number(42),
  };
}

function checkCount(count: number, limits: PackageLimits): void {
  if (count > limits.maxDecks)
    throw new PackageRefusedError('too_large', { what: 'deck options', limit: limits.maxDecks });
}
