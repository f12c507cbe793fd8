import { common } from '../../i18n/en/common.ts';
import { history as words } from '../../i18n/en/history.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import type { HistoryGroup } from './history-page.tsx';

type AskUndoProps = { group: HistoryGroup; steps: number; onClose: () => void; onConfirm: () => void };

/** Says how much would be taken back before it is. */
export function AskUndo({ group, steps, onClose, onConfirm }: AskUndoProps) {
  return (
    <Dialog
      title={words.askTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="primary" onPress={onConfirm}>
            {words.confirm(steps)}
          </Button>
        </>
      }
    >
      <p>{words.ask(steps, words.what(group.command, group.subject, group.count))}</p>
    </Dialog>
  );
}
