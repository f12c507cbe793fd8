import type { Entry } from 'yauzl';
import { PackageRefusedError } from './package-refused.ts';
import { numberOf, protobufFields } from './protobuf-fields.ts';

export type PackageVersion = 1 | 2 | 3;

export type PackageLayout = { version: PackageVersion; collection: Entry };

const COLLECTION_NAMES = { 1: 'collection.anki2', 2: 'collection.anki21', 3: 'collection.anki21b' } as const;

/** Reads the version from `meta`, a protobuf message with the version in field 1.
 * @throws PackageRefusedError `too_new`, or `damaged_package` when it is not such a message */
export function parseMeta(bytes: Uint8Array): PackageVersion {
  let version = 0;
  try {
    for (const field of protobufFields(bytes)) {
      if (field.number === 1) version = numberOf(field);
    }
  } catch (error) {
    throw new PackageRefusedError('damaged_package', { what: 'meta' }, { cause: error });
  }
  if (version === 1 || version === 2 || version === 3) return version;
  throw new PackageRefusedError('too_new', { version });
}

/** Finds the entry with the collection. Packages since 2.1 carry, beside the collection, a `collection.anki2` whose only
 * note asks old programs to update; it is taken for the collection only where no newer one can be expected.
 * @throws PackageRefusedError `no_collection` or `only_update_note` */
export function packageLayout(
  entries: ReadonlyMap<string, Entry>,
  stated: PackageVersion | null,
): PackageLayout {
  const version = stated ?? newestPresent(entries);
  const collection = entries.get(COLLECTION_NAMES[version]);
  if (collection !== undefined) return { version, collection };
  const onlyOldOne = version !== 1 && entries.has(COLLECTION_NAMES[1]);
  throw new PackageRefusedError(onlyOldOne ? 'only_update_note' : 'no_collection', { version });
}

function newestPresent(entries: ReadonlyMap<string, Entry>): PackageVersion {
  if (entries.has(COLLECTION_NAMES[3])) return 3;
  return entries.has(COLLECTION_NAMES[2]) ? 2 : 1;
}
