import { useState } from 'react';
import { backups as words } from '../../i18n/en/backups.ts';
import { useJob, whyItFailed, type JobView } from '../../transport/use-job.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { showToast } from '../../ui/toast.ts';

/** Makes a backup and says how that ended. */
export function useMakeBackup(): { make: () => void; view: JobView | undefined; isRunning: boolean } {
  const [job, setJob] = useState<string>();
  const command = useServiceCommand('backups.make');
  const view = useJob(job, (last) => {
    setJob(undefined);
    if (last.state === 'done') showToast({ text: words.jobMade });
    else
      showToast({
        text: whyItFailed(last),
        tone: 'bad',
      });
  });
  return {
    make: () => command.mutate({}, { onSuccess: (started) => setJob(started.job) }),
    view,
    isRunning: job !== undefined || command.isPending,
  };
}
