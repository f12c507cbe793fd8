import { z } from 'zod';
import { cardOrdinals } from '../../library/render/card-ordinals.ts';
import { RpcError } from '../../rpc/errors.ts';

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/);
const title = z.string().trim().min(1).max(200);
const html = z.string().max(20_000);

const noteType = z.strictObject({
  id,
  name: title,
  kind: z.enum(['standard', 'cloze']),
  css: html,
  fields: z.array(title).min(1).max(20),
  templates: z
    .array(z.strictObject({ name: title, questionFormat: html, answerFormat: html }))
    .min(1)
    .max(10),
});

const lecture = z.strictObject({
  id,
  title,
  objectives: z
    .array(z.strictObject({ id, title, prerequisites: z.array(id).max(20) }))
    .min(1)
    .max(50),
  notes: z
    .array(
      z.strictObject({
        id,
        noteType: id,
        fields: z.array(html).min(1).max(20),
        tags: z.array(title).max(20),
        objective: id,
      }),
    )
    .min(1)
    .max(500),
});

const course = z.strictObject({
  version: z.literal(1),
  id,
  title,
  description: z.string().trim().min(1).max(1000),
  noteTypes: z.array(noteType).min(1).max(20),
  lectures: z.array(lecture).min(1).max(50),
  /** `name` is what cards say, `file` the path beside course.json. */
  media: z
    .array(z.strictObject({ name: title, file: z.string().regex(/^media\/[a-z0-9][a-z0-9._-]{0,99}$/) }))
    .max(200),
});

export type SampleCourse = z.infer<typeof course>;
export type SampleLecture = SampleCourse['lectures'][number];
export type SampleNote = SampleLecture['notes'][number];

/**
 * Checks a sample course as parsed from its JSON: the shape, unique ids, every reference, no cycle among prerequisites, and
 * that each note has its type's fields and yields a card. Reading files is the caller's. Throws `damaged` with
 * `details.issues`, one sentence each for the log.
 */
export function readSampleCourse(value: unknown): SampleCourse {
  const parsed = course.safeParse(value);
  if (!parsed.success) {
    throw damaged(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const issues = [
    ...duplicateIds(parsed.data),
    ...brokenNotes(parsed.data),
    ...brokenPrerequisites(parsed.data),
  ];
  if (issues.length > 0) throw damaged(issues);
  return parsed.data;
}

function damaged(issues: string[]): RpcError {
  return new RpcError('damaged', { what: 'sample-course', issues: issues.slice(0, 20) });
}

function duplicateIds({ noteTypes, lectures, media }: SampleCourse): string[] {
  const kinds: Record<string, string[]> = {
    'note type': noteTypes.map((type) => type.id),
    lecture: lectures.map((entry) => entry.id),
    objective: lectures.flatMap((entry) => entry.objectives.map((objective) => objective.id)),
    note: lectures.flatMap((entry) => entry.notes.map((note) => note.id)),
    'media name': media.map((entry) => entry.name),
  };
  return Object.entries(kinds).flatMap(([kind, ids]) =>
    ids
      .filter((one, index) => ids.indexOf(one) !== index)
      .map((one) => `Two of kind ${kind} are called ${one}.`),
  );
}

function brokenNotes({ noteTypes, lectures }: SampleCourse): string[] {
  const types = new Map(noteTypes.map((type) => [type.id, type]));
  return lectures.flatMap(({ objectives, notes }) => {
    const known = new Set(objectives.map((objective) => objective.id));
    return notes.flatMap((note) => {
      const type = types.get(note.noteType);
      if (type === undefined) return [`Note ${note.id} has the unknown type ${note.noteType}.`];
      const issues: string[] = [];
      if (!known.has(note.objective))
        issues.push(`Note ${note.id} names ${note.objective}, no objective of its lecture.`);
      if (note.fields.length !== type.fields.length)
        issues.push(`Note ${note.id} does not have the fields of its type.`);
      if (cardOrdinals(type, note.fields).length === 0) issues.push(`Note ${note.id} yields no card.`);
      return issues;
    });
  });
}

function brokenPrerequisites({ lectures }: SampleCourse): string[] {
  const objectives = new Map(
    lectures.flatMap((entry) => entry.objectives.map((objective) => [objective.id, objective])),
  );
  const unknown = [...objectives.values()].flatMap((objective) =>
    objective.prerequisites
      .filter((prerequisite) => !objectives.has(prerequisite))
      .map((prerequisite) => `Objective ${objective.id} needs ${prerequisite}, which does not exist.`),
  );
  if (unknown.length > 0) return unknown;
  // What has no open prerequisite is taken away until nothing is left, or only cycles are.
  const open = new Map(
    [...objectives.values()].map((objective) => [objective.id, new Set(objective.prerequisites)]),
  );
  for (let ready = withoutOpen(open); ready.length > 0; ready = withoutOpen(open)) {
    for (const done of ready) open.delete(done);
    for (const prerequisites of open.values()) for (const done of ready) prerequisites.delete(done);
  }
  return open.size === 0 ? [] : [`These objectives need each other: ${[...open.keys()].join(', ')}.`];
}

function withoutOpen(open: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  return [...open].filter(([, prerequisites]) => prerequisites.size === 0).map(([one]) => one);
}
