import { app, commandName } from '../i18n/en/app.ts';
import { common } from '../i18n/en/common.ts';
import { errorSentence } from '../i18n/error-sentence.ts';
import { callService } from '../transport/connection.ts';
import { showToast } from '../ui/toast.ts';

/** Takes back, or does again, the last command of this profile and says what it was. */
export async function undoLast(direction: 'store.undo' | 'store.redo' = 'store.undo'): Promise<boolean> {
  try {
    const { entry } = await callService(direction, {});
    if (entry === null) {
      showToast({ text: app.nothingToUndo });
      return false;
    }
    const what = commandName(entry.command, entry.subject);
    showToast(
      direction === 'store.undo'
        ? { text: app.undone(what), action: { label: common.redo, run: () => void undoLast('store.redo') } }
        : { text: app.redone(what), action: { label: common.undo, run: () => void undoLast() } },
    );
    return true;
  } catch (error) {
    showToast({ text: errorSentence(error), tone: 'bad' });
    return false;
  }
}

/** Says what was done, with the way back. */
export function showDone(text: string): void {
  showToast({ text, action: { label: common.undo, run: () => void undoLast() } });
}
