import { createHash } from 'node:crypto';
import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cardOrdinals } from '../../library/render/card-ordinals.ts';
import { derivedUid } from '../../store/uid.ts';
import { stagedFileName } from '../anki/stage-anki.ts';
import { mimeOf } from '../../library/mime.ts';
import { StagedFile } from '../staged/staged-file.ts';
import {
  readSampleCourse,
  type SampleCourse,
  type SampleLecture,
  type SampleNote,
} from './read-sample-course.ts';

type Numbers = {
  noteTypes: Map<string, number>;
  objectives: Map<string, number>;
  note: number;
  card: number;
};

const stageNoteTypes = (file: StagedFile, course: SampleCourse): Map<string, number> => {
  const sids = new Map<string, number>();
  for (const [index, type] of course.noteTypes.entries()) {
    const sid = index + 1;
    sids.set(type.id, sid);
    const uid = (...parts: string[]): Uint8Array =>
      derivedUid('sample:note-type', course.id, type.id, ...parts);
    file.insert('note_types', {
      sid,
      uid: uid(),
      name: type.name,
      kind: type.kind,
      css: type.css,
      sort_field: 0,
      source_id: type.id,
    });
    for (const [ordinal, name] of type.fields.entries()) {
      file.insert('note_fields', { uid: uid('field', String(ordinal)), note_type: sid, ordinal, name });
    }
    for (const [ordinal, template] of type.templates.entries()) {
      file.insert('card_templates', {
        uid: uid('template', String(ordinal)),
        note_type: sid,
        ordinal,
        name: template.name,
        question_format: template.questionFormat,
        answer_format: template.answerFormat,
      });
    }
  }
  return sids;
};

const stageNote = (
  file: StagedFile,
  course: SampleCourse,
  lecture: number,
  note: SampleNote,
  numbers: Numbers,
  now: number,
): void => {
  const type = course.noteTypes.find((candidate) => candidate.id === note.noteType);
  const objective = numbers.objectives.get(note.objective);
  if (type === undefined || objective === undefined)
    throw new Error(`note ${note.id} of the sample course refers to nothing`);
  numbers.note += 1;
  file.insert('notes', {
    sid: numbers.note,
    uid: derivedUid('sample:note', course.id, note.id),
    note_type: numbers.noteTypes.get(note.noteType) ?? 0,
    fields: JSON.stringify(note.fields),
    modified_at: course.version,
    created_at: now,
    source_id: note.id,
  });
  for (const tag of note.tags) file.insert('note_tags', { note: numbers.note, tag });
  for (const ordinal of cardOrdinals(type, note.fields)) {
    numbers.card += 1;
    file.insert('cards', {
      sid: numbers.card,
      uid: derivedUid('sample:card', course.id, note.id, String(ordinal)),
      note: numbers.note,
      ordinal,
      lecture,
      position: numbers.card,
      suspended: 0,
      buried_on: null,
      flag: 0,
      created_at: now,
      source_id: `${note.id}/${ordinal}`,
    });
    file.insert('objective_cards', { objective, card: numbers.card });
  }
};

const stageObjectives = (file: StagedFile, course: SampleCourse): Map<string, number> => {
  const sids = new Map<string, number>();
  const all = course.lectures.flatMap((lecture, index) =>
    lecture.objectives.map((objective) => ({ objective, lecture: index + 1 })),
  );
  for (const [index, { objective, lecture }] of all.entries()) {
    sids.set(objective.id, index + 1);
    file.insert('objectives', {
      sid: index + 1,
      uid: derivedUid('sample:objective', course.id, objective.id),
      lecture,
      title: objective.title,
      whole_lecture: 0,
    });
  }
  for (const { objective } of all) {
    for (const prerequisite of objective.prerequisites) {
      file.insert('prerequisites', {
        objective: sids.get(objective.id) ?? 0,
        prerequisite: sids.get(prerequisite) ?? 0,
      });
    }
  }
  return sids;
};

const stageLecture = (
  file: StagedFile,
  course: SampleCourse,
  lecture: SampleLecture,
  sid: number,
  numbers: Numbers,
  now: number,
): void => {
  file.insert('lectures', {
    sid,
    uid: derivedUid('sample:lecture', course.id, lecture.id),
    course: 1,
    parent: null,
    title: lecture.title,
    source_id: lecture.id,
  });
  for (const note of lecture.notes) stageNote(file, course, sid, note, numbers, now);
};

const stageMedia = async (
  file: StagedFile,
  course: SampleCourse,
  from: string,
  to: string,
): Promise<void> => {
  for (const [index, { name, file: path }] of course.media.entries()) {
    const bytes = await readFile(join(from, path));
    const target = join(to, `media-${index}`);
    await copyFile(join(from, path), target);
    const sha256 = createHash('sha256').update(bytes).digest();
    const media = { name, stored_name: name, uid: derivedUid('media', name, sha256), sha256 };
    file.insert('media', { ...media, size_bytes: bytes.length, mime: mimeOf(name), file: target });
  }
};

/** Stages the course that ships with the program, like any other import. `course` is its folder, `json` its description. */
export const stageSample = async (options: {
  folder: string;
  course: string;
  json: unknown;
  now: number;
}): Promise<void> => {
  const course = readSampleCourse(options.json);
  const file = new StagedFile(join(options.folder, stagedFileName));
  try {
    file.insert('courses', {
      sid: 1,
      uid: derivedUid('sample:course', course.id),
      title: course.title,
      description: course.description,
      source_id: course.id,
    });
    const numbers: Numbers = {
      noteTypes: stageNoteTypes(file, course),
      objectives: stageObjectives(file, course),
      note: 0,
      card: 0,
    };
    for (const [index, lecture] of course.lectures.entries()) {
      stageLecture(file, course, lecture, index + 1, numbers, options.now);
    }
    await stageMedia(file, course, options.course, options.folder);
    file.insert('meta', {
      id: 1,
      kind: 'sample',
      label: course.title,
      version: course.version,
      warnings: '[]',
    });
    file.finish();
  } catch (error) {
    file.abandon();
    throw error;
  }
};
