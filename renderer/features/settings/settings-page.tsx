import { settings as words } from '../../i18n/en/settings.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Panel } from '../../ui/panel.tsx';
import { AppearanceSettings } from './appearance-settings.tsx';
import { DataSettings } from './data-settings.tsx';
import { KeySettings } from './key-settings.tsx';
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
            <AppearanceSettings settings={data} />
            <KeySettings settings={data} />
          </>
        ) : (
          <Panel title={words.study}>
            {error === null ? (
              <Skeleton height={560} />
            ) : (
              <SectionError error={error} onRetry={() => void refetch()} />
            )}
          </Panel>
        )}
        <DataSettings />
      </div>
    </>
  );
}
