import { statement } from '../../store/statements.ts';

/** What lies in the exported lectures; `lectures` is a JSON list of local keys, or null for the whole library. */
export type InLectures = { lectures: string | null };
const inScope = `(@lectures IS NULL OR c.lecture_id IN (SELECT value FROM json_each(@lectures)))`;

export type NoteRow = {
  id: number;
  uid: Uint8Array;
  note_type_id: number;
  fields: string;
  source: string | null;
  source_id: string | null;
  created_at: number;
  updated_at: number;
  source_modified_at: number | null;
  imported_at: number | null;
  tags: string;
};
export const notesInScope = statement<InLectures, NoteRow>(
  'export.notes',
  `SELECT n.id, n.uid, n.note_type_id, n.fields, n.source, n.source_id, n.created_at, n.updated_at, n.source_modified_at,
     (SELECT b.created_at FROM batches b WHERE b.id = n.batch_id) AS imported_at,
     (SELECT json_group_array(t.name) FROM note_tags nt JOIN tags t ON t.id = nt.tag_id WHERE nt.note_id = n.id) AS tags
   FROM notes n WHERE n.deleted_at IS NULL
     AND EXISTS (SELECT 1 FROM cards c WHERE c.note_id = n.id AND c.deleted_at IS NULL AND ${inScope}) ORDER BY n.id`,
);

export type CardRow = {
  id: number;
  note_id: number;
  ordinal: number;
  lecture_id: number;
  position: number;
  suspended: number;
  buried_on: number | null;
  flag: number;
  source: string | null;
  source_id: string | null;
  created_at: number;
  phase: number;
  step: number;
  stability: number | null;
  difficulty: number | null;
  due_at: number | null;
  due_day: number | null;
  interval_days: number;
  reps: number;
  lapses: number;
  last_at: number | null;
  ease_permille: number | null;
  /** When the state that an import brought held. */
  baseline_at: number | null;
};
export const cardsInScope = statement<InLectures, CardRow>(
  'export.cards',
  `SELECT c.id, c.note_id, c.ordinal, c.lecture_id, c.position, c.suspended, c.buried_on, c.flag, c.source, c.source_id,
     c.created_at, s.phase, s.step, s.stability, s.difficulty, s.due_at, s.due_day, s.interval_days, s.reps, s.lapses,
     s.last_at, (SELECT b.ease_permille FROM live_card_baselines b WHERE b.card_id = c.id ORDER BY b.at DESC LIMIT 1) AS ease_permille,
     (SELECT b.at FROM live_card_baselines b WHERE b.card_id = c.id ORDER BY b.at DESC LIMIT 1) AS baseline_at
   FROM cards c JOIN card_states s ON s.card_id = c.id WHERE c.deleted_at IS NULL AND ${inScope} ORDER BY c.id`,
);

export type LogRow = {
  card_id: number;
  at: number;
  /** null: a change of schedule without an answer. */
  rating: number | null;
  phase: number;
  interval_seconds: number | null;
  last_interval_seconds: number;
  factor: number;
  duration_ms: number;
  /** Of a change; null for an answer. */
  kind: string | null;
  interval_days: number | null;
};
/** Cards that were deleted in Anki, whose answers a whole collection keeps, as Anki's own does. */
export const ghostCards = statement<Record<string, never>, { id: number; source_id: string }>(
  'export.ghosts',
  `SELECT id, source_id FROM cards WHERE deleted_at = created_at AND source = 'anki' AND source_id IS NOT NULL ORDER BY id`,
);
const isLogged = `(c.deleted_at IS NULL AND ${inScope} OR @ghosts = 1 AND c.deleted_at = c.created_at)`;
export const logInScope = statement<InLectures & { ghosts: 0 | 1 }, LogRow>(
  'export.log',
  `SELECT r.card_id, r.at, r.rating, r.phase, r.interval_seconds, r.last_interval_seconds, r.factor, r.duration_ms,
     NULL AS kind, NULL AS interval_days
   FROM live_reviews r JOIN cards c ON c.id = r.card_id WHERE ${isLogged}
   UNION ALL
   SELECT r.card_id, r.at, NULL, 0, r.interval_seconds, r.last_interval_seconds, r.factor, r.duration_ms, r.kind, r.interval_days
   FROM live_schedule_changes r JOIN cards c ON c.id = r.card_id WHERE ${isLogged}
   ORDER BY 2`,
);

export const mediaOfLibrary = statement<
  Record<string, never>,
  { name: string; sha256: Uint8Array; size_bytes: number }
>(
  'export.media',
  `SELECT m.name, m.sha256, b.size_bytes FROM media m JOIN blobs b ON b.sha256 = m.sha256 WHERE m.deleted_at IS NULL ORDER BY m.name`,
);

export const firstStamp = statement<Record<string, never>, { at: number | null }>(
  'export.firstStamp',
  'SELECT min(created_at) AS at FROM notes WHERE deleted_at IS NULL',
);
