import type { Migration } from './migration.ts';

/**
 * What the plan of a day asks of a million reviews without reading them: the note of each state (siblings), the cards
 * seen on a day (limits and burying are counted from them, so that no answer writes a fact about its siblings), new
 * cards of a lecture in their order, and what was forgotten on which day.
 */
export const migration0009: Migration = {
  version: 9,
  name: 'study day',
  minReader: 3,
  minWriter: 3,
  tables: [],
  sql: [
    // null in rows that an older program wrote: readers then ask the card.
    'ALTER TABLE card_states ADD COLUMN note_id INTEGER',
    'UPDATE card_states SET note_id = (SELECT note_id FROM cards WHERE id = card_id)',
    'CREATE INDEX card_states_last_day ON card_states (last_day) WHERE last_day IS NOT NULL',
    'CREATE INDEX card_states_lecture_new ON card_states (lecture_id, position, card_id) WHERE queue = 0',
    // With what orders the due cards, so that their rows are not read.
    'DROP INDEX card_states_review',
    'CREATE INDEX card_states_due ON card_states (due_day, buried_on, last_day, stability) WHERE queue = 2',
    'CREATE INDEX reviews_forgotten ON reviews (study_day, card_id) WHERE rating = 1',
  ],
};
