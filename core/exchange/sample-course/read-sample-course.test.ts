import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cardOrdinals } from '../../library/render/card-ordinals.ts';
import { plainText } from '../../library/render/plain-text.ts';
import { renderCard } from '../../library/render/render-card.ts';
import { RpcError } from '../../rpc/errors.ts';
import { readSampleCourse } from './read-sample-course.ts';
import type { SampleCourse, SampleNote } from './read-sample-course.ts';

const folder = new URL('../../../resources/sample-course/', import.meta.url);
const shipped = (): unknown => JSON.parse(readFileSync(new URL('course.json', folder), 'utf8'));

function cardsOf(course: SampleCourse) {
  return course.lectures.flatMap((lecture) =>
    lecture.notes.flatMap((note) => cardsOfNote(course, lecture.title, note)),
  );
}

function cardsOfNote(course: SampleCourse, lecture: string, note: SampleNote) {
  const noteType = course.noteTypes.find((type) => type.id === note.noteType);
  if (noteType === undefined) throw new Error(note.noteType);
  return cardOrdinals(noteType, note.fields).map((ordinal) => {
    const template = noteType.templates[noteType.kind === 'cloze' ? 0 : ordinal];
    if (template === undefined) throw new Error(note.id);
    const { fields, tags } = note;
    const deckPath = [course.title, lecture];
    return {
      note,
      card: renderCard({ noteType: { ...noteType, template }, fields, tags, deckPath, ordinal }),
    };
  });
}

describe('the shipped sample course', () => {
  const course = readSampleCourse(shipped());
  const cards = cardsOf(course);

  it('is a course of the promised size', () => {
    const objectives = course.lectures.flatMap((lecture) => lecture.objectives);
    expect(course.lectures.length).toBeGreaterThanOrEqual(2);
    expect(cards.length).toBeGreaterThanOrEqual(60);
    expect(new Set(cards.map(({ note }) => note.noteType)).size).toBe(5);
    const maths = cards.filter(({ note }) => note.fields.some((field) => /\\[([]/.test(field)));
    expect(maths.length).toBeGreaterThanOrEqual(8);
    expect(
      objectives.filter((objective) => objective.prerequisites.length > 0).length,
    ).toBeGreaterThanOrEqual(2);
    expect(cards.filter(({ card }) => card.media.length > 0).length).toBeGreaterThanOrEqual(3);
  });

  it('has notes for each of its objectives', () => {
    for (const { objectives, notes } of course.lectures) {
      const used = new Set(notes.map((note) => note.objective));
      expect(objectives.map((objective) => objective.id).filter((id) => !used.has(id))).toEqual([]);
    }
  });

  it('renders every card without a problem', () => {
    for (const { note, card } of cards) {
      expect({
        id: note.id,
        problems: card.problems,
        empty: card.empty,
        dropped: card.droppedScripts,
      }).toEqual({
        id: note.id,
        problems: [],
        empty: false,
        dropped: 0,
      });
      expect(plainText(card.answerHtml, 2000)).not.toBe(plainText(card.questionHtml, 2000));
    }
  });

  it('lists exactly the media its cards use, and each file is there', () => {
    const used = new Set(cards.flatMap(({ card }) => card.media));
    expect(course.media.map((entry) => entry.name).toSorted()).toEqual([...used].toSorted());
    expect(course.media.map((entry) => entry.file).toSorted()).toEqual(
      readdirSync(new URL('media/', folder))
        .map((file) => `media/${file}`)
        .toSorted(),
    );
  });

  it('has pictures that stand alone and say what they show', () => {
    for (const { file } of course.media) {
      const svg = readFileSync(new URL(file, folder), 'utf8');
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="\d+" viewBox=/);
      expect(svg).toContain('<title>');
      expect(svg).not.toMatch(/<script|\son\w+=|(?:href|src)=|url\((?!#)/i);
    }
    const images = course.lectures.flatMap(({ notes }) =>
      notes.flatMap(({ fields }) => fields.join('').match(/<img[^>]*>/g) ?? []),
    );
    for (const image of images) expect(image).toMatch(/ alt="[^"]{20,}"/);
  });

  it('gives a source for each number and experiment', () => {
    const claims = cards.filter(
      ({ note }) => note.tags.includes('number') || note.tags.includes('experiment'),
    );
    expect(claims.length).toBeGreaterThan(0);
    expect(claims.filter(({ note }) => !note.fields.join(' ').includes('Source:'))).toEqual([]);
  });
});

describe('readSampleCourse', () => {
  const issuesOf = (value: unknown): string => {
    try {
      readSampleCourse(value);
    } catch (error) {
      if (error instanceof RpcError && error.kind === 'damaged')
        return JSON.stringify(error.details['issues']);
      throw error;
    }
    return 'accepted';
  };
  // The shipped course with one thing changed.
  const changed = (change: (course: SampleCourse) => void): unknown => {
    const course = readSampleCourse(shipped());
    change(course);
    return course;
  };
  const first = <T>(list: readonly T[]): T => {
    const [item] = list;
    if (item === undefined) throw new Error('empty list');
    return item;
  };
  const lecture = (course: SampleCourse) => first(course.lectures);

  it.each<[string, (course: SampleCourse) => void, string]>([
    ['a duplicate note id', (c) => lecture(c).notes.push(first(lecture(c).notes)), 'Two of kind note'],
    ['an unknown note type', (c) => (first(lecture(c).notes).noteType = 'nothing'), 'unknown type nothing'],
    [
      'an objective of another lecture',
      (c) => (first(lecture(c).notes).objective = 'sleep'),
      'no objective of its lecture',
    ],
    ['a missing field', (c) => first(lecture(c).notes).fields.pop(), 'does not have the fields'],
    ['a note without a card', (c) => (first(lecture(c).notes).fields[0] = ''), 'yields no card'],
    [
      'an unknown prerequisite',
      (c) => first(lecture(c).objectives).prerequisites.push('magic'),
      'needs magic',
    ],
    ['a cycle', (c) => first(lecture(c).objectives).prerequisites.push('interleaving'), 'need each other'],
    ['a path out of the folder', (c) => (first(c.media).file = 'media/../../x'), 'media.0.file'],
  ])('refuses %s', (_, change, issue) => {
    expect(issuesOf(changed(change))).toContain(issue);
  });

  it.each([[null], [[]], ['text'], [{}], [{ version: 2 }], [{ ...readSampleCourse(shipped()), more: 1 }]])(
    'refuses %j',
    (value) => {
      expect(issuesOf(value)).not.toBe('accepted');
    },
  );
});
