import { common } from '../../i18n/en/common.ts';
import { privacy as words } from '../../i18n/en/privacy.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import css from './settings.module.css';

/** Asks before what the twin concluded is erased with the switch. */
export function TurnOffDialog({ onClose, onConfirm }: { onClose: () => void; onConfirm: () => void }) {
  return (
    <Dialog
      title={words.offTitle}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{common.cancel}</Button>
          <Button variant="danger" onPress={onConfirm}>
            {words.turnOff}
          </Button>
        </>
      }
    >
      <div className={css.asked}>
        <p>{words.offText}</p>
        <p className={css.hint}>{words.offStays}</p>
      </div>
    </Dialog>
  );
}
