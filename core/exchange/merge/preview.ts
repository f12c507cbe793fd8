import { statement } from '../../store/statements.ts';
import type { StoreReader } from '../../store/reader.ts';
import type { ImportPreview } from '../contract.ts';
import { presetComes } from './merge-statements.ts';
import { foreseeLeftOut, leftOutWarnings } from './left-out.ts';
import { noteLog } from './note-log.ts';
import { noteDiffers, noteIsNewer } from './update-notes.ts';

type Counts = {
  label: string;
  version: number;
  warnings: string;
  notes: number;
  cards: number;
  reviews: number;
  schedule_changes: number;
  media: number;
  lectures: number;
  note_types: number;
  notes_existing: number;
  notes_updated: number;
  cards_existing: number;
  logs_existing: number;
};

/** Reads the store (as main) and the staged file beside it. A row in the trash counts as not there. */
const counts = statement<Record<string, never>, Counts>(
  'preview.counts',
  `SELECT m.label, m.version, m.warnings,
     (SELECT count(*) FROM staged.notes WHERE ghost = 0) AS notes,
     (SELECT count(*) FROM staged.cards WHERE ghost = 0) AS cards,
     (SELECT count(*) FROM staged.reviews) AS reviews,
     (SELECT count(*) FROM staged.schedule_changes) AS schedule_changes,
     (SELECT count(*) FROM staged.media) AS media,
     (SELECT count(*) FROM staged.lectures) AS lectures,
     (SELECT count(*) FROM staged.note_types WHERE ghost = 0) AS note_types,
     (SELECT count(*) FROM staged.notes s JOIN notes n ON n.uid = s.uid WHERE n.deleted_at IS NULL) AS notes_existing,
     (SELECT count(*) FROM staged.notes s JOIN notes n ON n.uid = s.uid AND n.deleted_at IS NULL
        JOIN staged.note_types st ON st.sid = s.note_type
        WHERE ${noteIsNewer} AND ${noteDiffers}) AS notes_updated,
     (SELECT count(*) FROM staged.cards s JOIN cards c ON c.uid = s.uid WHERE s.ghost = 0 AND c.deleted_at IS NULL) AS cards_existing,
     (SELECT count(*) FROM staged.cards sc JOIN cards c ON c.uid = sc.uid JOIN staged.reviews s ON s.card = sc.sid
        JOIN live_reviews r ON r.card_id = c.id AND r.at = s.at AND r.uid = s.uid)
     + (SELECT count(*) FROM staged.cards sc JOIN cards c ON c.uid = sc.uid JOIN staged.schedule_changes s ON s.card = sc.sid
        JOIN live_schedule_changes r ON r.card_id = c.id AND r.at = s.at AND r.uid = s.uid) AS logs_existing
   FROM staged.meta m`,
);
const courses = statement<Record<string, never>, { title: string; cards: number; present: number }>(
  'preview.courses',
  `SELECT s.title, (SELECT count(*) FROM staged.cards c JOIN staged.lectures l ON l.sid = c.lecture WHERE l.course = s.sid AND c.ghost = 0) AS cards,
     EXISTS (SELECT 1 FROM courses c WHERE c.uid = s.uid AND c.deleted_at IS NULL) AS present
   FROM staged.courses s ORDER BY s.sid LIMIT 200`,
);

const presets = statement<Record<string, never>, { name: string }>(
  'preview.presets',
  `SELECT s.name FROM staged.presets s WHERE ${presetComes} ORDER BY s.name LIMIT 200`,
);

/** What a merge of the attached staged file would do. Nothing is written. */
export const preview = (reader: StoreReader, staging: string): ImportPreview => {
  const found = reader.get(counts, {});
  if (found === undefined) throw new Error('a staged file without its description');
  const logs = found.reviews + found.schedule_changes;
  const leftOut = foreseeLeftOut(reader);
  return {
    staging,
    label: found.label,
    packageVersion: found.version,
    counts: {
      notes: found.notes,
      cards: found.cards,
      reviews: found.reviews,
      scheduleChanges: found.schedule_changes,
      media: found.media,
      decks: found.lectures,
      noteTypes: found.note_types,
    },
    notes: {
      added: found.notes - found.notes_existing,
      updated: found.notes_updated,
      unchanged: found.notes_existing - found.notes_updated,
    },
    log: noteLog(reader),
    presets: reader.all(presets, {}).map((row) => row.name),
    cards: { added: found.cards - found.cards_existing - leftOut.cards, existing: found.cards_existing },
    reviews: {
      added: logs - found.logs_existing - leftOut.reviews - leftOut.changes,
      existing: found.logs_existing,
    },
    courses: reader
      .all(courses, {})
      .map((row) => ({ title: row.title, cards: row.cards, exists: row.present === 1 })),
    warnings: [...(JSON.parse(found.warnings) as ImportPreview['warnings']), ...leftOutWarnings(leftOut)],
  };
};
