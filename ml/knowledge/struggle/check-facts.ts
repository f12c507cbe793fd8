import {
  checkCount,
  checkCounts,
  checkFinite,
  checkNumber,
  checkRange,
  checkSameLength,
} from '../../data/check.ts';
import { DataError } from '../../data/data-error.ts';
import type { StruggleFacts, StruggleWindow } from './facts.ts';

/** @throws DataError `length`, `not_finite`, `out_of_range`, `order` (shown after it was answered), naming column and row */
export function checkFacts(facts: StruggleFacts): void {
  const { answers, cards, objectives } = facts;
  checkSameLength('cards.format', cards.format, 'cards.objective', cards.objective);
  checkRange('cards.objective', cards.objective, -1, objectives.topic.length - 1);
  checkCounts('topic', objectives.topic);
  checkSameLength('prerequisites', objectives.prerequisites, 'topic', objectives.topic);
  for (const needed of objectives.prerequisites)
    checkRange('prerequisites', needed, 0, objectives.topic.length - 1);
  for (const name of [
    'shownAt',
    'at',
    'studyDay',
    'utcOffsetMin',
    'rating',
    'phase',
    'intervalSeconds',
  ] as const) {
    checkSameLength(name, answers[name], 'card', answers.card);
    checkFinite(name, answers[name]);
  }
  checkRange('card', answers.card, 0, cards.objective.length - 1);
  checkRange('rating', answers.rating, 1, 4);
  checkRange('phase', answers.phase, 0, 3);
  if (answers.confidence !== undefined)
    checkSameLength('confidence', answers.confidence, 'card', answers.card);
  const late = answers.at.findIndex((at, row) => at < answers.shownAt[row]!);
  if (late >= 0) throw new DataError('order', 'at', late, 'answered before it was shown');
  for (const test of facts.practiceTests) {
    checkCount('practiceTests.objective', test.objective, 0, objectives.topic.length - 1);
    checkNumber('practiceTests.score', test.score, 0, 1);
  }
}

/** @throws DataError `not_finite`, `out_of_range` */
export function checkWindow(window: StruggleWindow): void {
  checkNumber('asOf', window.asOf, -Number.MAX_VALUE, Number.MAX_VALUE);
  checkCount('fromDay', window.fromDay, -1e6, 1e6);
  checkCount('days', window.days, 1, 30);
  if (!Number.isNaN(window.plannedHour)) checkNumber('plannedHour', window.plannedHour, 0, 24);
  if (!Number.isNaN(window.load)) checkNumber('load', window.load, 0, 1);
}
