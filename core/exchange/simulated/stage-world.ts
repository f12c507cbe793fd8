import { join } from 'node:path';
import type { WorldFacts } from '#ml/simulate/world.ts';
import { FORMATS } from '#ml/simulate/truth.ts';
import { derivedUid } from '../../store/uid.ts';
import { addToDay, dayOf, emptyDay, type RollupDay } from '../../study/rollup-day.ts';
import { stagedFileName } from '../anki/stage-anki.ts';
import { StagedFile } from '../staged/staged-file.ts';

type Uids = (...identity: string[]) => Uint8Array;

/** What the cards look like: one note type for each format of the simulation. */
const noteTypes: Readonly<
  Record<(typeof FORMATS)[number], { name: string; kind: 'standard' | 'cloze'; question: string }>
> = {
  flashcard: { name: 'Flashcard (simulated)', kind: 'standard', question: '{{Front}}' },
  cloze: { name: 'Cloze (simulated)', kind: 'cloze', question: '{{cloze:Front}}' },
  image_occlusion: { name: 'Image occlusion (simulated)', kind: 'standard', question: '{{Front}}' },
  typed_answer: { name: 'Typed answer (simulated)', kind: 'standard', question: '{{Front}}' },
};

const stageNoteTypes = (file: StagedFile): void => {
  for (const [index, format] of FORMATS.entries()) {
    const { name, kind, question } = noteTypes[format];
    const uid: Uids = (...parts) => derivedUid('simulated:note-type', format, ...parts);
    const sid = index + 1;
    file.insert('note_types', { sid, uid: uid(), name, kind, css: '', sort_field: 0, source_id: format });
    for (const [ordinal, field] of ['Front', 'Back'].entries())
      file.insert('note_fields', {
        uid: uid('field', String(ordinal)),
        note_type: sid,
        ordinal,
        name: field,
      });
    file.insert('card_templates', {
      uid: uid('template', '0'),
      note_type: sid,
      ordinal: 0,
      name: 'Card 1',
      question_format: question,
      answer_format: kind === 'cloze' ? `${question}<hr>{{Back}}` : '{{FrontSide}}<hr>{{Back}}',
    });
  }
};

const stageContent = (file: StagedFile, facts: WorldFacts, title: string, uid: Uids): void => {
  file.insert('courses', { sid: 1, uid: uid('course'), title, description: '', source_id: title });
  for (let lecture = 0; lecture < facts.lectures; lecture += 1) {
    file.insert('lectures', {
      sid: lecture + 1,
      uid: uid('lecture', String(lecture)),
      course: 1,
      parent: null,
      title: `Lecture ${lecture + 1}`,
      source_id: String(lecture),
    });
  }
  for (const [objective, { lecture }] of facts.objectives.entries()) {
    file.insert('objectives', {
      sid: objective + 1,
      uid: uid('objective', String(objective)),
      lecture: lecture + 1,
      title: `Objective ${objective + 1}`,
      whole_lecture: 0,
    });
  }
  for (const [objective, { prerequisites }] of facts.objectives.entries()) {
    for (const prerequisite of prerequisites)
      file.insert('prerequisites', { objective: objective + 1, prerequisite: prerequisite + 1 });
  }
};

const stageCards = (file: StagedFile, { cards }: WorldFacts, createdAt: number, uid: Uids): void => {
  for (let card = 0; card < cards.objective.length; card += 1) {
    const sid = card + 1;
    const objective = (cards.objective[card] ?? 0) + 1;
    const format = cards.format[card] ?? 0;
    const text = `Objective ${objective}, question ${sid}`;
    const front = FORMATS[format] === 'cloze' ? `${text}: {{c1::answer ${sid}}}` : text;
    file.insert('notes', {
      sid,
      uid: uid('note', String(card)),
      note_type: format + 1,
      fields: JSON.stringify([front, `Answer ${sid}`]),
      modified_at: createdAt,
      created_at: createdAt,
      source_id: String(card),
    });
    file.insert('cards', {
      sid,
      uid: uid('card', String(card)),
      note: sid,
      ordinal: 0,
      lecture: (cards.lecture[card] ?? 0) + 1,
      position: sid,
      suspended: 0,
      buried_on: null,
      flag: 0,
      created_at: createdAt,
      source_id: String(card),
    });
    file.insert('objective_cards', { objective, card: sid });
  }
};

const stageSessions = (file: StagedFile, facts: WorldFacts, uid: Uids): void => {
  for (const [session, fact] of facts.sessions.entries()) {
    file.insert('sessions', {
      sid: session + 1,
      uid: uid('session', String(session)),
      started_at: fact.startedAt,
      ended_at: fact.endedAt,
      utc_offset_min: fact.utcOffsetMin,
      study_day: fact.studyDay,
    });
  }
  for (const [pause, fact] of facts.pauses.entries()) {
    file.insert('session_pauses', {
      session: fact.session + 1,
      at: fact.at,
      uid: uid('pause', String(pause)),
      kind: fact.kind,
      utc_offset_min: fact.utcOffsetMin,
      study_day: fact.studyDay,
    });
  }
};

const reviewColumns = [
  'card',
  'at',
  'uid',
  'utc_offset_min',
  'study_day',
  'rating',
  'phase',
  'interval_seconds',
  'last_interval_seconds',
  'factor',
  'duration_ms',
  'session',
] as const;

const stageReviews = (file: StagedFile, { reviews }: WorldFacts, uid: Uids): void => {
  const insert = file.inserter('reviews', reviewColumns);
  const days = new Map<number, RollupDay>();
  const seen = new Set<number>();
  for (let row = 0; row < reviews.at.length; row += 1) {
    const card = reviews.card[row]!;
    const answer = {
      studyDay: reviews.studyDay[row]!,
      phase: reviews.phase[row]!,
      rating: reviews.rating[row]!,
      durationMs: reviews.durationMs[row]!,
    };
    insert(
      card + 1,
      reviews.at[row]!,
      uid('review', String(row)),
      reviews.utcOffsetMin[row]!,
      answer.studyDay,
      answer.rating,
      answer.phase,
      reviews.intervalSeconds[row]!,
      reviews.lastIntervalSeconds[row]!,
      0,
      answer.durationMs,
      reviews.session[row]! + 1,
    );
    const counts = days.get(answer.studyDay) ?? emptyDay(answer.studyDay);
    days.set(answer.studyDay, counts);
    addToDay(counts, dayOf(answer, !seen.has(card), 1));
    seen.add(card);
  }
  for (const counts of days.values()) file.insert('days', counts);
};

/**
 * Stages the facts of a simulated learner like any other import: course, lectures, objectives with prerequisites, cards,
 * sessions with their pauses, and reviews. Its truth stays outside the profile, and so do its behavioral events, for
 * which there is no table yet. `identity` names the world: the same one gives the same rows.
 */
export const stageWorld = (
  folder: string,
  facts: WorldFacts,
  world: { identity: string; title: string; createdAt: number },
): void => {
  const uid: Uids = (...parts) => derivedUid('simulated', world.identity, ...parts);
  const file = new StagedFile(join(folder, stagedFileName));
  try {
    stageNoteTypes(file);
    stageContent(file, facts, world.title, uid);
    stageCards(file, facts, world.createdAt, uid);
    stageSessions(file, facts, uid);
    stageReviews(file, facts, uid);
    file.insert('meta', { id: 1, kind: 'simulated', label: world.title, version: 1, warnings: '[]' });
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
};
