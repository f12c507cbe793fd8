import type { Migration } from './migration.ts';

/**
 * Cards buried in their steps, apart: `study.answer` counts the cards in steps after every answer, and asking each of
 * thousands of them for its `buried_on` took longer than everything else it does.
 */
export const migration0004: Migration = {
  version: 4,
  name: 'buried steps',
  minReader: 3,
  minWriter: 3,
  tables: [],
  sql: [
    'CREATE INDEX card_states_buried_steps ON card_states (buried_on) WHERE queue = 1 AND buried_on IS NOT NULL',
  ],
};
