import { app, commandName } from '../i18n/en/app.ts';
import { common } from '../i18n/en/common.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import { callService } from '../transport/connection.ts';
import { showToast } from '../ui/toast.ts';

const listeners = new Set<() => void>();

/** Hears every undo and redo of this window, so that a page that holds a step of its own can look again. */
export function whenHistoryMoves(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Tells every page that holds a step of its own that undo or redo went somewhere. */
export function announceHistory(): void {
  for (const listener of listeners) listener();
}

/** Takes back, or does again, the last command of this profile and says what it was. */
export async function undoLast(
  direction: 'store.undo' | 'store.redo' = 'store.undo',
  expected?: number,
): Promise<boolean> {
  try {
    const { entry } = await callService(direction, expected === undefined ? {} : { entry: expected });
    if (entry === null) {
      showToast({ text: direction === 'store.undo' ? app.nothingToUndo : app.nothingToRedo });
      return false;
    }
    announceHistory();
    const what = commandName(entry.command, entry.subject);
    showToast(
      direction === 'store.undo'
        ? {
            text: app.undone(what),
            action: { label: common.redo, run: () => void undoLast('store.redo', entry.id) },
          }
        : {
            text: app.redone(what),
            action: { label: common.undo, run: () => void undoLast('store.undo', entry.id) },
          },
    );
    return true;
  } catch (error) {
    showToast({ text: errorSentence(error), tone: 'bad' });
    return false;
  }
}

/** Says what was done, with the way back: of this command, whatever else happens before the button is pressed. */
export async function showDone(text: string): Promise<void> {
  const { undo } = await callService('store.undoState', {});
  if (undo === null) showToast({ text });
  else showToast({ text, action: { label: common.undo, run: () => void undoLast('store.undo', undo.id) } });
}
