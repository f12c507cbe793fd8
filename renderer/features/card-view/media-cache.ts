import { callService } from '../../transport/connection.ts';

const mostFiles = 120;

type Entry = { url: string | null } | { pending: Promise<string | null> };

/** Media by name as blob URLs; the ones used longest ago are given back. Keeps names that do not exist, too. */
const entries = new Map<string, Entry>();

/** The blob URL if it is at hand, null if there is no such file, undefined if it has to be fetched. */
export function mediaAtHand(name: string): string | null | undefined {
  const entry = entries.get(name);
  return entry !== undefined && 'url' in entry ? entry.url : undefined;
}

/** The blob URL of a media file; null where the library has none of this name or it cannot be read now. */
export function fetchMedia(name: string): Promise<string | null> {
  const entry = entries.get(name);
  if (entry !== undefined) {
    entries.delete(name);
    entries.set(name, entry);
    return 'url' in entry ? Promise.resolve(entry.url) : entry.pending;
  }
  const pending = callService('library.media', { name }).then(
    ({ file }) => {
      const url = file === null ? null : URL.createObjectURL(new Blob([file.bytes], { type: file.mime }));
      entries.set(name, { url });
      giveBack();
      return url;
    },
    () => {
      entries.delete(name);
      return null;
    },
  );
  entries.set(name, { pending });
  return pending;
}

function giveBack(): void {
  for (const [name, entry] of entries) {
    if (entries.size <= mostFiles) return;
    if (!('url' in entry)) continue;
    entries.delete(name);
    if (entry.url !== null) URL.revokeObjectURL(entry.url);
  }
}
