import { useState } from 'react';
import { Archive, FolderSync, Upload } from 'lucide-react';
import { showDone } from '../../app/undo.ts';
import { backups as words } from '../../i18n/en/backups.ts';
import { settings as settingWords } from '../../i18n/en/settings.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand, useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { showToast } from '../../ui/toast.ts';
import { BackupList } from './backup-list.tsx';
import css from './backups.module.css';
import { pickBackup } from './pick-backup.ts';
import { RestoreDialog } from './restore-dialog.tsx';
import { useMakeBackup } from './use-make-backup.ts';
import type { RestoreSource } from './use-restore.ts';

/** Copies of this profile: how they are made, where they go, and the way back to one. */
export function BackupSettings() {
  const [restoring, setRestoring] = useState<RestoreSource>();
  const status = useServiceQuery('backups.status', {});
  const { make, view, isRunning } = useMakeBackup();
  return (
    <Panel title={words.title}>
      {status.data !== undefined ? (
        <Plan status={status.data} />
      ) : status.error === null ? (
        <Skeleton height={236} />
      ) : (
        <SectionError error={status.error} onRetry={() => void status.refetch()} />
      )}
      <h3 className={css.subtitle}>{words.list}</h3>
      <BackupList onRestore={(backup) => setRestoring({ backup })} />
      <div className={css.actions}>
        <Button icon={<Archive size={16} aria-hidden />} isDisabled={isRunning} onPress={make}>
          {words.now}
        </Button>
        <Button
          icon={<Upload size={16} aria-hidden />}
          onPress={() => pickBackup((file) => setRestoring({ file }))}
        >
          {words.fromFile}
        </Button>
      </div>
      <div className={css.job}>
        {isRunning ? (
          <ProgressBar
            label={words.jobNames[view?.step ?? ''] ?? words.making}
            {...(view === undefined || view.total === 0 ? {} : { value: view.done / view.total })}
          />
        ) : null}
      </div>
      {restoring === undefined ? null : (
        <RestoreDialog
          source={restoring}
          onClose={() => setRestoring(undefined)}
          onRestored={(safety) => {
            setRestoring(undefined);
            showToast({
              text: words.done,
              action: { label: words.takeBack, run: () => setRestoring({ backup: safety }) },
            });
          }}
        />
      )}
    </Panel>
  );
}

const absolute = /^(\/|[A-Za-z]:[\\/]|\\\\)/;

function Plan({ status }: { status: Output<'backups.status'> }) {
  const { folder } = status;
  const change = useServiceCommand('backups.change');
  const save = (values: { automatic: boolean } | { folder: string }, what: string) =>
    change.mutate(values, { onSuccess: () => void showDone(settingWords.saved(what)) });
  const copied = folder.state === 'ok' && folder.copiedAt !== null;
  const note = copied ? words.folderCopied(folder.copiedAt ?? 0) : words.folderStates[folder.state];
  return (
    <div className={css.plan}>
      <p className={css.hint}>{words.intro(status.limitBytes, status.totalBytes)}</p>
      {status.totalBytes > status.limitBytes ? <p className={css.warn}>{words.overLimit}</p> : null}
      {status.crowdedOut === null ? null : (
        <p className={css.hint}>{words.crowdedOut(status.crowdedOut.at, status.crowdedOut.count)}</p>
      )}
      <p className={css.hint}>{words.media}</p>
      <Switch
        label={words.automatic}
        hint={words.automaticHint}
        isSelected={status.automatic}
        onChange={(automatic) => save({ automatic }, words.automatic)}
      />
      <div className={css.folder}>
        <TextField
          label={words.folder}
          hint={words.folderHint}
          value={folder.path}
          check={(text) => (text === '' || absolute.test(text) ? undefined : words.folderWrong)}
          onCommit={(path) => save({ folder: path }, words.folder)}
        />
      </div>
      {note === '' ? null : (
        <p className={folder.state === 'ok' ? css.hint : css.warn} role="status">
          <FolderSync size={16} aria-hidden />
          {note}
        </p>
      )}
    </div>
  );
}
