import { readPlaces } from '../../study/presets/places.ts';
import { statement } from '../../store/statements.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';

type InSteps = { card: number; phase: 1 | 3; left: number; lecture: number };

/** A staged file that an earlier version of this program left waiting says steps, and not how many are left. */
const saysLeft = statement<Record<string, never>, { found: number }>(
  'merge.saysStepsLeft',
  `SELECT EXISTS (SELECT 1 FROM pragma_table_info('card_baselines', 'staged') WHERE name = 'steps_left') AS found`,
);
const inSteps = statement<Record<string, never>, InSteps>(
  'merge.cardsInSteps',
  `SELECT b.card, b.phase, b.steps_left AS left, c.lecture_id AS lecture FROM staged.card_baselines b
     JOIN staged.card_map m ON m.sid = b.card JOIN cards c ON c.id = m.id
   WHERE b.phase IN (1, 3) AND b.steps_left IS NOT NULL`,
);
const setStep = statement<{ card: number; step: number }>(
  'merge.setStep',
  'UPDATE staged.card_baselines SET step = @step WHERE card = @card',
);

/**
 * Anki says how many steps a card has left; which step that is follows from the steps in force where the card lies now. To
 * be called when places, their presets and cards have come, before the logs.
 */
export const settleSteps = (tx: WriteTransaction): void => {
  if (tx.get(saysLeft, {})?.found !== 1) return;
  const rows = tx.all(inSteps, {});
  if (rows.length === 0) return;
  const places = readPlaces(tx);
  for (const { card, phase, left, lecture } of rows) {
    const values = places.ofLecture(lecture)?.values ?? places.settings;
    const steps = (phase === 3 ? values.relearningSteps : values.learningSteps).length;
    tx.run(setStep, { card, step: Math.max(0, Math.min(steps - 1, steps - left)) });
  }
};
