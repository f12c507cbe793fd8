import { checkCount, checkSameLength } from '../data/check.ts';
import { DataError } from '../data/data-error.ts';
import type { LineKind } from './world-lines.ts';
import { TRUTH_COLUMNS, type SimulatedWorld, type WorldFacts } from './world.ts';

const DAY_MS = 86_400_000;
/** Study days begin at 04:00 local time. */
const ROLLOVER_MS = 4 * 3_600_000;

/** Throws where facts could not have been recorded: days that are not those of their instants, answers outside their session. */
function checkLaws(facts: WorldFacts, lineOf: (kind: LineKind, row: number) => number): void {
  const refuse = (kind: LineKind, field: string, row: number, message: string): never => {
    throw new DataError('out_of_range', `${kind}.${field}`, lineOf(kind, row), message);
  };
  const checkDay = (
    kind: LineKind,
    row: number,
    at: number,
    utcOffsetMin: number,
    studyDay: number,
  ): void => {
    if (studyDay !== Math.floor((at + utcOffsetMin * 60_000 - ROLLOVER_MS) / DAY_MS))
      refuse(kind, 'studyDay', row, `${studyDay} is not the study day of its instant`);
  };
  facts.sessions.forEach(({ startedAt, endedAt, utcOffsetMin, studyDay }, row) => {
    if (endedAt < startedAt) refuse('session', 'endedAt', row, 'lies before its start');
    checkDay('session', row, startedAt, utcOffsetMin, studyDay);
  });
  const { reviews, sessions } = facts;
  for (let row = 0; row < reviews.at.length; row += 1) {
    const at = reviews.at[row]!;
    checkDay('review', row, at, reviews.utcOffsetMin[row]!, reviews.studyDay[row]!);
    const session = sessions[reviews.session[row]!];
    if (session !== undefined && (at < session.startedAt || at > session.endedAt))
      refuse('review', 'at', row, 'lies outside its session');
    if (row > 0 && reviews.shownAt[row]! < reviews.at[row - 1]!)
      refuse('review', 'durationMs', row, 'its card was shown before the answer before');
  }
}

/**
 * Holds the ids of a world against the rows they name, its times against their order, and the truth against the facts.
 * @param lineOf the line of the file on which a row of a kind stands
 * @throws DataError naming the column and the line
 */
export function checkWorldReferences(
  { facts, truth }: SimulatedWorld,
  lineOf: (kind: LineKind, row: number) => number,
): void {
  const below = (kind: LineKind, field: string, row: number, id: number, count: number): void => {
    if (id < count) return;
    const message = `${id} names no row (there are ${count})`;
    throw new DataError('out_of_range', `${kind}.${field}`, lineOf(kind, row), message);
  };
  checkCount('firstDay', facts.firstDay, 0, 100_000);
  checkCount('days', facts.days, 1, 36_500);
  checkCount('lectures', facts.lectures, 1, 10_000);
  const objectives = facts.objectives.length;
  const cards = facts.cards.objective.length;
  const sessions = facts.sessions.length;
  facts.objectives.forEach(({ lecture, prerequisites }, row) => {
    below('objective', 'lecture', row, lecture, facts.lectures);
    for (const needed of prerequisites) below('objective', 'prerequisite', row, needed, row);
  });
  facts.cards.objective.forEach((objective, row) => below('card', 'objective', row, objective, objectives));
  facts.cards.lecture.forEach((lecture, row) => below('card', 'lecture', row, lecture, facts.lectures));
  facts.pauses.forEach(({ session }, row) => below('pause', 'session', row, session, sessions));
  const { reviews } = facts;
  reviews.card.forEach((card, row) => below('review', 'card', row, card, cards));
  reviews.session.forEach((session, row) => below('review', 'session', row, session, sessions));
  reviews.at.forEach((at, row) => {
    if (row > 0 && at <= reviews.at[row - 1]!)
      throw new DataError(
        'order',
        'review.at',
        lineOf('review', row),
        'does not come after the answer before',
      );
  });
  checkLaws(facts, lineOf);
  facts.events.forEach(({ session, lecture, objective }, row) => {
    below('event', 'session', row, session ?? 0, Math.max(1, sessions));
    below('event', 'lecture', row, lecture ?? 0, facts.lectures);
    below('event', 'objective', row, objective ?? 0, Math.max(1, objectives));
  });
  facts.interventions.forEach(({ objective }, row) =>
    below('intervention', 'objective', row, objective, objectives),
  );
  if (truth === null) return;
  for (const name of TRUTH_COLUMNS)
    checkSameLength(`reviewTruth.${name}`, truth.reviews[name], 'review', reviews.at);
  checkSameLength('cardTruth', truth.cardFactor, 'card', facts.cards.objective);
  checkSameLength('objectiveTruth', truth.objectiveFactor, 'objective', facts.objectives);
  checkSameLength('interventionTruth', truth.interventionPoints, 'intervention', facts.interventions);
}
