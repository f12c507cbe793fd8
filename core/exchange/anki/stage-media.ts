import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { derivedUid } from '../../store/uid.ts';
import { mimeOf } from '../../library/mime.ts';
import type { StagedFile } from '../staged/staged-file.ts';
import type { AnkiPackage } from './anki-package.ts';
import { mediaRenamer, withSuffix } from './media-renamer.ts';
import { PackageRefusedError } from './package-refused.ts';

/** SHA-256 of the content the store has under a name, undefined where it has none. */
export type StoredMedia = (name: string) => Uint8Array | undefined;

/** The file is not what its package says, or its part of the archive is damaged; anything else is a refusal. */
const isDamage = (error: unknown): boolean =>
  error instanceof PackageRefusedError &&
  (error.reason === 'damaged_media' || error.reason === 'damaged_package');

/** What goes before the ending of a name that is taken: ever more of the content's hash, at last with a number. */
const suffixOf = (sha256: string, attempt: number): string =>
  attempt < 4 ? sha256.slice(0, 8 << attempt) : `${sha256}-${attempt}`;

/**
 * Chooses names in the store: the package's own wherever the store has no other content under it, else one that nothing
 * has yet, neither the store nor the package nor what was chosen before. The same package gets the same names again.
 */
class StoredNames {
  readonly #stored: StoredMedia;
  readonly #taken: Set<string>;
  /** What was put before the ending, by the name in the package. */
  readonly renames = new Map<string, string>();

  constructor(names: readonly string[], stored: StoredMedia) {
    this.#stored = stored;
    this.#taken = new Set(names);
  }

  #fits(name: string, sha256: Uint8Array): boolean {
    const stored = this.#stored(name);
    return stored === undefined || Buffer.compare(stored, sha256) === 0;
  }

  choose(name: string, sha256: Buffer): string {
    if (this.#fits(name, sha256)) return name;
    for (let attempt = 0; ; attempt += 1) {
      const suffix = suffixOf(sha256.toString('hex'), attempt);
      const other = withSuffix(name, suffix);
      if (this.#taken.has(other) || !this.#fits(other, sha256)) continue;
      this.#taken.add(other);
      this.renames.set(name, suffix);
      return other;
    }
  }
}

/**
 * Unpacks the media beside the staged file. A name under which the store has other content gets a suffix from its
 * hash; the returned function puts the new names into a field. Single damaged files are counted and left out: a
 * missing picture must not cost a student six years of reviews.
 */
export const stageMedia = async (
  file: StagedFile,
  source: AnkiPackage,
  folder: string,
  storedMedia: StoredMedia,
  onFile: () => void,
): Promise<{ rewrite: (field: string) => string; renamed: number; damaged: number }> => {
  const names = new StoredNames(
    source.media.map(({ name }) => name),
    storedMedia,
  );
  let damaged = 0;
  for (const [index, entry] of source.media.entries()) {
    onFile();
    const target = join(folder, `media-${index}`);
    let extracted: { sha256: string; size: number };
    try {
      extracted = await source.extractMedia(entry, target);
    } catch (error) {
      if (!isDamage(error)) throw error;
      rmSync(target, { force: true });
      damaged += 1;
      continue;
    }
    const sha256 = Buffer.from(extracted.sha256, 'hex');
    const storedName = names.choose(entry.name, sha256);
    file.insert('media', {
      name: entry.name,
      stored_name: storedName,
      uid: derivedUid('media', storedName, sha256),
      sha256,
      size_bytes: extracted.size,
      mime: mimeOf(entry.name),
      file: target,
    });
  }
  return { rewrite: mediaRenamer(names.renames), renamed: names.renames.size, damaged };
};
