import { Button } from '../../ui/button.tsx';
import { useTwinJob, type TwinJob } from './use-twin-job.ts';

type JobButtonProps = {
  procedure: TwinJob;
  name: string;
  running: string;
  failed: (why: string) => string;
};

/** Asks the twin for work, and says that it is under way. */
export function JobButton({ procedure, name, running, failed }: JobButtonProps) {
  const { isRunning, isPending, start } = useTwinJob(procedure, failed);
  return (
    <Button isDisabled={isPending || isRunning} onPress={start}>
      {isRunning ? running : name}
    </Button>
  );
}
