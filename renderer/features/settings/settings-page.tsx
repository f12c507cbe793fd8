import { settings as words } from '../../i18n/en/settings.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { BackupSettings } from '../backups/backup-settings.tsx';
import { ManagedSettings } from '../policies/managed-settings.tsx';
import { ProfileSettings } from '../profiles/profile-settings.tsx';
import { MemorySettings } from '../memory/memory-settings.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { SkeletonRows } from '../../ui/skeleton.tsx';
import { Panel } from '../../ui/panel.tsx';
import { UpdateSettings } from '../updates/update-settings.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { DataSettings } from './data-settings.tsx';
import { KeySettings } from './key-settings.tsx';
import { PrivacySettings } from './privacy-settings.tsx';
import css from './settings.module.css';
import { StudySettings } from './study-settings.tsx';

/** Every preference, saved as it is changed. */
export default function SettingsPage() {
  const { data, error, refetch } = useServiceQuery('settings.read', {});
  return (
    <>
      <h1 className={css.title}>{words.title}</h1>
      <div className={css.sections}>
        {data !== undefined ? (
          <>
            <StudySettings settings={data} />
            <MemorySettings settings={data} />
            <AppearanceSettings settings={data} />
            <KeySettings settings={data} />
            <PrivacySettings settings={data} />
          </>
        ) : error === null ? (
          <>
            <Waiting title={words.study} rows={10} />
            <Waiting title={words.appearance} rows={5} />
            <Waiting title={words.keys} rows={6} />
          </>
        ) : (
          <Panel title={words.study}>
            <SectionError error={error} onRetry={() => void refetch()} />
          </Panel>
        )}
        <BackupSettings />
        <ProfileSettings />
        <UpdateSettings />
        <ManagedSettings />
        <DataSettings />
      </div>
    </>
  );
}

function Waiting({ title, rows }: { title: string; rows: number }) {
  return (
    <Panel title={title}>
      <div className={css.waiting}>
        <SkeletonRows rows={rows} rowHeight={62} />
      </div>
    </Panel>
  );
}
