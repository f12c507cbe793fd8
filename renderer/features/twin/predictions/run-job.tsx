import { useState } from 'react';
import { fromErrorData } from '#core/rpc/errors.ts';
import { errorSentence } from '../../../i18n/error-sentence.ts';
import { twinPredictions as words } from '../../../i18n/en/twin-predictions.ts';
import { useJob } from '../../../transport/use-job.ts';
import { useServiceCommand } from '../../../transport/use-service.ts';
import { Button } from '../../../ui/button.tsx';
import { showToast } from '../../../ui/toast.ts';

type RunProps = { procedure: 'twin.generatePredictions' | 'twin.retrain'; name: string };

/** Starts a job of predictions and says when it failed; what it found appears by itself. */
export function RunJob({ procedure, name }: RunProps) {
  const [job, setJob] = useState<string>();
  const command = useServiceCommand(procedure);
  useJob(job, (last) => {
    setJob(undefined);
    if (last.state !== 'failed') return;
    const why = errorSentence(last.error === null ? undefined : fromErrorData(last.error));
    showToast({ text: words.failed(why), tone: 'bad' });
  });
  return (
    <Button
      isDisabled={command.isPending || job !== undefined}
      onPress={() => command.mutate({}, { onSuccess: (started) => setJob(started.job) })}
    >
      {job === undefined ? name : words.running}
    </Button>
  );
}
