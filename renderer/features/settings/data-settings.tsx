import { useState } from 'react';
import { History, Trash2 } from 'lucide-react';
import { useLocation } from 'wouter';
import { paths } from '../../app/actions.ts';
import { useFrame } from '../../app/frame-state.ts';
import { commandName } from '../../i18n/en/app.ts';
import { exporting } from '../../i18n/en/export.ts';
import { settings as words } from '../../i18n/en/settings.ts';
import type { JobView } from '../../transport/use-job.ts';
import { useJob, whyItFailed } from '../../transport/use-job.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { showToast } from '../../ui/toast.ts';
import { CheckReport, isSound } from './check-report.tsx';
import css from './settings.module.css';

type Care = 'store.check' | 'store.rebuild';

/** Where everything is kept, its care, and the ways back. */
export function DataSettings() {
  const [job, setJob] = useState<{ uid: string; care: Care }>();
  const [checked, setChecked] = useState<JobView['result']>(null);
  const view = useJob(job?.uid, (last) => {
    if (job !== undefined) tellEnd(job.care, last);
    setChecked(job?.care === 'store.check' ? last.result : null);
    setJob(undefined);
  });
  const check = useServiceCommand('store.check');
  const rebuild = useServiceCommand('store.rebuild');
  const busy = job !== undefined;
  const run = (care: Care) => {
    const command = { 'store.check': check, 'store.rebuild': rebuild }[care];
    command.mutate({}, { onSuccess: (started) => setJob({ uid: started.job, care }) });
  };
  return (
    <Panel title={words.data}>
      <StoreFacts />
      <CareRow
        name={exporting.openAll}
        hint={exporting.allHint}
        isDisabled={false}
        onPress={() => useFrame.setState({ exporting: {} })}
      />
      <h3 className={css.subtitle}>{words.care}</h3>
      <CareRow
        name={words.check}
        hint={words.checkHint}
        isDisabled={busy}
        onPress={() => run('store.check')}
      />
      <CareRow
        name={words.rebuild}
        hint={words.rebuildHint}
        isDisabled={busy}
        onPress={() => run('store.rebuild')}
      />
      <div className={css.job}>
        {job === undefined ? null : (
          <>
            <p>{words.jobNames[job.care]}</p>
            <ProgressBar
              label={words.jobNames[job.care] ?? ''}
              {...(view === undefined || view.total === 0 ? {} : { value: view.done / view.total })}
            />
          </>
        )}
      </div>
      <CheckReport result={checked} />
      <h3 className={css.subtitle}>{words.undoTitle}</h3>
      <LastChange />
    </Panel>
  );
}

function tellEnd(care: Care, last: JobView): void {
  const name = words.jobNames[care] ?? '';
  if (last.state !== 'done') {
    const why = whyItFailed(last);
    showToast({ text: words.jobFailed(name, why), tone: 'bad' });
  } else if (care === 'store.check') {
    const sound = isSound(last.result);
    showToast({ text: sound ? words.checkGood : words.checkBad, tone: sound ? 'plain' : 'bad' });
  } else showToast({ text: words.jobDone(name) });
}

function StoreFacts() {
  const { data, error, refetch } = useServiceQuery('store.info', {});
  if (error !== null && data === undefined)
    return <SectionError error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton height={152} />;
  const rows: [string, string][] = [
    [words.profileFolder, data.profileFolder],
    [words.size, words.sizeText(data.fileBytes, data.blobBytes)],
    [words.holds, words.holdsText(data.courses, data.cards, data.reviews)],
    [words.since, words.when(data.createdAt)],
  ];
  return (
    <dl className={css.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

type CareRowProps = { name: string; hint: string; isDisabled: boolean; onPress: () => void };

function CareRow({ name, hint, isDisabled, onPress }: CareRowProps) {
  return (
    <div className={css.care}>
      <p className={css.hint}>{hint}</p>
      <Button isDisabled={isDisabled} onPress={onPress}>
        {name}
      </Button>
    </div>
  );
}

function LastChange() {
  const { data } = useServiceQuery('store.undoState', {});
  const [, navigate] = useLocation();
  const entry = data?.undo ?? null;
  return (
    <>
      <div className={css.care}>
        <p>
          {entry === null
            ? words.nothingToUndo
            : words.undoText(commandName(entry.command, entry.subject), entry.at)}
        </p>
        <Button icon={<History size={16} aria-hidden />} onPress={() => navigate(paths['go.history'])}>
          {words.openHistory}
        </Button>
      </div>
      <div className={css.care}>
        <p className={css.hint}>{words.trashHint}</p>
        <Button icon={<Trash2 size={16} aria-hidden />} onPress={() => navigate(paths['go.trash'])}>
          {words.openTrash}
        </Button>
      </div>
    </>
  );
}
