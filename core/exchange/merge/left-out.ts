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
  `coalesce(sum((SELECT count(*) FROM staged.${log} x WHERE x.card = c.sid)), 0)`;
const kindIn = (schema: 'main' | 'staged'): string =>
  `SELECT kind FROM ${schema}.note_types WHERE uid = c.type`;

/**
 * What a merge would leave out: new cards of known notes whose type, the one they will have then, has no such template,
 * neither here nor in the package.
 */
const foreseen = statement<Record<string, never>, LeftOut>(
  'preview.leftOut',
  `SELECT count(*) AS cards, ${ofCard('reviews')} AS reviews, ${ofCard('schedule_changes')} AS changes,
     ${ofCard('card_baselines')} AS baselines
   FROM (SELECT sc.sid, sc.ordinal, iif(s.modified_at > coalesce(n.source_modified_at, 0) AND ${noteDiffers}, st.uid,
           (SELECT uid FROM note_types WHERE id = n.note_type_id)) AS type
         FROM staged.cards sc JOIN staged.notes s ON s.sid = sc.note JOIN notes n ON n.uid = s.uid
           JOIN staged.note_types st ON st.sid = s.note_type
         WHERE sc.ghost = 0 AND NOT EXISTS (SELECT 1 FROM cards x WHERE x.uid = sc.uid)) c
   WHERE coalesce((${kindIn('main')}), (${kindIn('staged')})) <> 'cloze'
     AND NOT EXISTS (SELECT 1 FROM note_types t JOIN card_templates ct ON ct.note_type_id = t.id
                     WHERE t.uid = c.type AND ct.ordinal = c.ordinal)
     AND NOT EXISTS (SELECT 1 FROM staged.note_types t JOIN staged.card_templates ct ON ct.note_type = t.sid
                     WHERE t.uid = c.type AND ct.ordinal = c.ordinal)`,
);

export const foreseeLeftOut = (reader: StoreReader): LeftOut =>
  reader.get(foreseen, {}) ?? { cards: 0, reviews: 0, changes: 0, baselines: 0 };
