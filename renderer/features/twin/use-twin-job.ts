import { useState } from 'react';
import { useJob, whyItFailed } from '../../transport/use-job.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { showToast } from '../../ui/toast.ts';

/** What the owner may ask the twin to work on. */
export type TwinJob = 'twin.analyse' | 'twin.assess' | 'twin.generatePredictions' | 'twin.retrain';

/** Starts work of the twin and says when it failed; what it found appears by itself. */
export function useTwinJob(procedure: TwinJob, failed: (why: string) => string) {
  const [job, setJob] = useState<string>();
  const command = useServiceCommand(procedure);
  useJob(job, (last) => {
    setJob(undefined);
    if (last.state === 'failed') showToast({ text: failed(whyItFailed(last)), tone: 'bad' });
  });
  return {
    isRunning: job !== undefined,
    isPending: command.isPending,
    start: () => command.mutate({}, { onSuccess: (started) => setJob(started.job) }),
  };
}
