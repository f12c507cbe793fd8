import type { StoreReader } from '../../store/reader.ts';
import { statement } from '../../store/statements.ts';
import type { ImportReport } from '../contract.ts';
import { noteDiffers } from './update-notes.ts';

/** Rows of a package that the library does not take: cards it cannot have, and what hangs on them. */
export type LeftOut = { cards: number; reviews: number; changes: number; baselines: number };

/** Nothing is lost without a word. */
export const leftOutWarnings = ({ cards, reviews, changes, baselines }: LeftOut): ImportReport['warnings'] =>
  [
    { code: 'cards_left_out', count: cards },
    { code: 'reviews_left_out', count: reviews },
    { code: 'schedule_changes_left_out', count: changes },
    { code: 'schedules_left_out', count: baselines },
  ].filter(({ count }) => count > 0);

const ofCard = (log: string): string =>
  `coalesce(sum((SELECT count(*) FROM staged.${log} x WHERE x.card = sc.sid)), 0)`;

/**
 * What a merge would leave out: new cards of known notes whose type, the one they will have then, has no such template,
 * neither here nor in the package.
 */
const foreseen = statement<Record<string, never>, LeftOut>(
  'preview.leftOut',
  `SELECT count(*) AS cards, ${ofCard('reviews')} AS reviews, ${ofCard('schedule_changes')} AS changes,
     ${ofCard('card_baselines')} AS baselines
   FROM staged.cards sc JOIN staged.notes s ON s.sid = sc.note JOIN notes n ON n.uid = s.uid
     JOIN staged.note_types st ON st.sid = s.note_type
     JOIN note_types t ON t.uid = iif(s.modified_at > coalesce(n.source_modified_at, 0) AND ${noteDiffers}, st.uid,
       (SELECT uid FROM note_types WHERE id = n.note_type_id))
   WHERE sc.ghost = 0 AND t.kind <> 'cloze' AND NOT EXISTS (SELECT 1 FROM cards c WHERE c.uid = sc.uid)
     AND NOT EXISTS (SELECT 1 FROM card_templates ct WHERE ct.note_type_id = t.id AND ct.ordinal = sc.ordinal)
     AND NOT EXISTS (SELECT 1 FROM staged.note_types x JOIN staged.card_templates ct ON ct.note_type = x.sid
                     WHERE x.uid = t.uid AND ct.ordinal = sc.ordinal)`,
);

export const foreseeLeftOut = (reader: StoreReader): LeftOut =>
  reader.get(foreseen, {}) ?? { cards: 0, reviews: 0, changes: 0, baselines: 0 };
