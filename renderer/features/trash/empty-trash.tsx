import { useState } from 'react';
import { common } from '../../i18n/en/common.ts';
import { trash as words } from '../../i18n/en/trash.ts';
import { useJob, whyItFailed } from '../../transport/use-job.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { showToast } from '../../ui/toast.ts';
import css from './trash.module.css';

/** Asks before anything is erased for good. */
export function EmptyTrash({ onClose }: { onClose: () => void }) {
  const [job, setJob] = useState<string>();
  const empty = useServiceCommand('trash.empty');
  useJob(job, (last) => {
    onClose();
    if (last.state === 'done') showToast({ text: words.emptied });
    else
      showToast({
        text: whyItFailed(last),
        tone: 'bad',
      });
  });
  const isRunning = job !== undefined || empty.isPending;
  return (
    <Dialog
      title={words.askTitle}
      isOpen
      onClose={onClose}
      stays={isRunning}
      actions={
        <>
          <Button isDisabled={isRunning} onPress={onClose}>
            {common.cancel}
          </Button>
          <Button
            variant="danger"
            isDisabled={isRunning}
            onPress={() => empty.mutate({}, { onSuccess: (started) => setJob(started.job) })}
          >
            {words.confirm}
          </Button>
        </>
      }
    >
      <div className={css.ask}>
        <p>{words.ask}</p>
        <p className={css.hint}>{words.backup}</p>
        {isRunning ? <ProgressBar label={words.running} /> : null}
      </div>
    </Dialog>
  );
}
