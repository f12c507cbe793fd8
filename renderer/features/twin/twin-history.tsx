import type { ReactNode } from 'react';
import { History } from 'lucide-react';
import { twin as words } from '../../i18n/en/twin.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { NotEnough } from './not-enough.tsx';
import css from './twin.module.css';
import { useTwinJob } from './use-twin-job.ts';

/** How far the history reaches that everything below stands on. */
export function TwinHistory() {
  const { data, error, refetch } = useServiceQuery('twin.history', {});
  if (data !== undefined) return <Reach reach={data} />;
  if (error !== null) return <SectionError error={error} onRetry={() => void refetch()} />;
  return (
    <div className={css.reach}>
      <Skeleton width={420} height={16} />
    </div>
  );
}

function Reach({ reach: { computedAt, history } }: { reach: Output<'twin.history'> }) {
  if (computedAt === null || history === null) return <Empty button={<Analyse name={words.analyse} />} />;
  const { answers, sessions, weeks, needed, firstDay, lastDay, isEnough } = history;
  if (firstDay === null || lastDay === null) return <Empty />;
  return (
    <>
      <div className={css.reach}>
        <p className={css.quiet}>
          {words.history(history)}
          <span className={css.part}>{words.between(firstDay, lastDay)}</span>
          <span className={css.part}>{words.asOf(computedAt)}</span>
        </p>
        <Analyse name={words.analyseAgain} />
      </div>
      {isEnough ? null : (
        <NotEnough
          gates={[
            { have: answers, need: needed.answers, unit: 'answers' },
            { have: sessions, need: needed.sessions, unit: 'sessions' },
            { have: weeks, need: needed.weeks, unit: 'weeks' },
          ]}
          text={words.needed}
        />
      )}
    </>
  );
}

function Empty({ button }: { button?: ReactNode }) {
  return (
    <EmptyState icon={<History size={28} aria-hidden />} title={words.emptyTitle} text={words.emptyText}>
      {button}
    </EmptyState>
  );
}

function Analyse({ name }: { name: string }) {
  const { isRunning, isPending, start } = useTwinJob('twin.analyse', words.analysisFailed);
  if (isRunning) {
    return (
      <div className={css.analysing} role="status">
        <p>{words.analysing}</p>
        <ProgressBar label={words.analysing} />
      </div>
    );
  }
  return (
    <Button isDisabled={isPending} onPress={start}>
      {name}
    </Button>
  );
}
