import { common } from '../../i18n/en/common.ts';
import { memory as words } from '../../i18n/en/memory.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useJob, whyItFailed, type JobView } from '../../transport/use-job.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { showToast } from '../../ui/toast.ts';
import css from './memory.module.css';

/** Asks for a fit, and shows the one under way, whoever asked for it. */
export function FitNow({ status }: { status: Output<'parameters.status'> }) {
  const { job, answers, needed, possibleAt, nextAt, fittedToday, latest, model } = status;
  const view = useJob(job ?? undefined, tellFailure);
  const fit = useServiceCommand('parameters.fit');
  const cancel = useServiceCommand('jobs.cancel');
  if (job !== null) {
    const isFitting = view !== undefined && view.total > 0;
    return (
      <div className={css.gate}>
        <p role="status">{isFitting ? words.fitting(view.done / view.total) : words.reading}</p>
        <ProgressBar label={words.progress} {...(isFitting ? { value: view.done / view.total } : {})} />
        <div className={css.actions}>
          <Button onPress={() => cancel.mutate({ job })}>{common.cancel}</Button>
        </div>
      </div>
    );
  }
  if (answers < needed) return null;
  return (
    <div className={css.actions}>
      <Button
        isDisabled={fittedToday || answers < possibleAt || fit.isPending}
        onPress={() => fit.mutate({})}
      >
        {words.fitNow}
      </Button>
      <span className={css.quiet}>
        {fittedToday
          ? words.today
          : latest === null && model !== 'default'
            ? words.ready
            : words.next(answers, nextAt)}
      </span>
    </div>
  );
}

function tellFailure(last: JobView): void {
  if (last.state !== 'failed') return;
  const why = whyItFailed(last);
  showToast({ text: words.fitFailed(why), tone: 'bad' });
}
