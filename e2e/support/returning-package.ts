import { basicNoteType, type PackageDescription } from '#core/exchange/anki/testing/package-description.ts';
import { coursePackage } from './course-package.ts';

const otherType = 303;
const later = (now: number): number => Math.floor(now / 1000) - 60;

/** The course once more, from another machine: notes of every kind that an import can meet, and two that are new. */
export const returningPackage = (now: number): PackageDescription => {
  const course = coursePackage(now);
  const notes = [...course.notes];
  const [newer, older, other, twin] = notes;
  if (newer === undefined || older === undefined || other === undefined || twin === undefined)
    throw new Error('a course without notes');
  const changed = new Map([
    [newer.id, { ...newer, fields: ['First heart sound', 'Closure of both valves'], modifiedAt: later(now) }],
    [older.id, { ...older, fields: ['An earlier wording', 'of the same note'], modifiedAt: 1 }],
    [other.id, { ...other, noteTypeId: otherType, fields: ['A question', 'of another type'], modifiedAt: 1 }],
  ]);
  const added = {
    ...twin,
    id: twin.id + 50_000,
    guid: 'a twin',
    fields: [twin.fields[0] ?? '', 'in my own words'],
  };
  const fresh = {
    ...twin,
    id: twin.id + 50_001,
    guid: 'a new one',
    fields: ['Bundle of His', 'conducts to both ventricles'],
  };
  return {
    ...course,
    noteTypes: [...course.noteTypes, basicNoteType(otherType)],
    notes: [...notes.map((note) => changed.get(note.id) ?? note), added, fresh],
  };
};
