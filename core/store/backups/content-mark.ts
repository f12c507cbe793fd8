import type { StoreReader } from '../reader.ts';
import { undoState } from '../undo.ts';

/**
 * Says which content a store holds: every command of a person leaves an entry to undo, and undo and redo move between them.
 * Two marks differ when something was done in between; '' while nothing ever was.
 */
export const contentMark = (reader: StoreReader): string => {
  const { undo, redo } = undoState(reader);
  if (undo === null && redo === null) return '';
  return `${undo?.id ?? 0}.${undo?.at ?? 0}/${redo?.id ?? 0}.${redo?.at ?? 0}`;
};
