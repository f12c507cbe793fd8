import { resolveScope, type Scope } from '../../library/scope.ts';
import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';

type Counts = { cards: number; notes: number; answers: number };
const columns = 'count(*) AS cards, count(DISTINCT s.note_id) AS notes, coalesce(sum(s.reps), 0) AS answers';
const ofLibrary = statement<Record<string, never>, Counts>(
  'export.countLibrary',
  `SELECT ${columns} FROM card_states s JOIN cards c ON c.id = s.card_id WHERE c.deleted_at IS NULL`,
);
const ofLectures = statement<{ lectures: string }, Counts>(
  'export.countLectures',
  `SELECT ${columns} FROM card_states s JOIN cards c ON c.id = s.card_id
   WHERE c.deleted_at IS NULL AND s.lecture_id IN (SELECT value FROM json_each(@lectures))`,
);
const media = statement<Record<string, never>, { files: number; bytes: number }>(
  'export.countMedia',
  `SELECT count(*) AS files, coalesce(sum(b.size_bytes), 0) AS bytes FROM media m JOIN blobs b ON b.sha256 = m.sha256
   WHERE m.deleted_at IS NULL`,
);

/** What a package of a scope would hold. Media are those of the whole library: which of them a scope names shows when it is packed. */
export const countExport = (reader: StoreReader, scope: Scope) => {
  const { lectures, title } = resolveScope(reader, scope);
  const counts =
    lectures === null
      ? reader.get(ofLibrary, {})
      : reader.get(ofLectures, { lectures: JSON.stringify(lectures) });
  const { files, bytes } = reader.get(media, {}) ?? { files: 0, bytes: 0 };
  return {
    title,
    cards: counts?.cards ?? 0,
    notes: counts?.notes ?? 0,
    answers: counts?.answers ?? 0,
    mediaFiles: files,
    mediaBytes: bytes,
  };
};
