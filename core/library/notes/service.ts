import type { Handlers } from '../../rpc/compose.ts';
import type { Store } from '../../store/store.ts';
import { MediaUploads } from './add-media.ts';
import { addNote } from './add-note.ts';
import { addCourse, addLecture } from './add-place.ts';
import type { notesContract } from './contract.ts';
import { duplicates } from './duplicates.ts';
import { editNote } from './edit-note.ts';
import { moveCards } from './move-cards.ts';
import { tagsBeginning } from './note-tags.ts';
import { noteTypes, noteTypeView } from './note-types.ts';
import { previewNote } from './preview-note.ts';
import { readNote } from './read-note.ts';
import { removeEmptyCards, removeNotes } from './remove-notes.ts';
import { tagNotes } from './tag-notes.ts';

export const notesService = (store: Store): Handlers<typeof notesContract> => {
  const uploads = new MediaUploads(store);
  return {
    'notes.read': (asked) => readNote(store, asked),
    'notes.preview': (input) => previewNote(store, input),
    'notes.duplicates': (input) => duplicates(store, input),
    'notes.types': () => ({ types: noteTypes(store).map(noteTypeView) }),
    'notes.tags': ({ prefix, limit }) => ({ tags: tagsBeginning(store, prefix, limit) }),
    'notes.edit': (input) => editNote(store, input),
    'notes.add': (input) => addNote(store, input),
    'notes.tag': (input) => tagNotes(store, input),
    'notes.move': ({ cards, lecture }) => moveCards(store, cards, lecture),
    'notes.remove': ({ cards }) => removeNotes(store, cards),
    'notes.removeEmpty': ({ note }) => removeEmptyCards(store, note),
    'notes.addCourse': ({ title }) => addCourse(store, title),
    'notes.addLecture': (input) => addLecture(store, input),
    'notes.addMedia': (piece) => uploads.add(piece),
  };
};
