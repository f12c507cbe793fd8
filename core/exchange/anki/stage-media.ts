import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { derivedUid } from '../../store/uid.ts';
import { mimeOf } from '../staged/mime.ts';
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
  const renames = new Map<string, string>();
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
    const stored = storedMedia(entry.name);
    const storedName =
      stored === undefined || sha256.equals(stored)
        ? entry.name
        : withSuffix(entry.name, extracted.sha256.slice(0, 8));
    if (storedName !== entry.name) renames.set(entry.name, extracted.sha256.slice(0, 8));
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
  return { rewrite: mediaRenamer(renames), renamed: renames.size, damaged };
};
