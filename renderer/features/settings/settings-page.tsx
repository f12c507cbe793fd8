import type { ReactNode } from 'react';
import { backups } from '../../i18n/en/backups.ts';
import { memory } from '../../i18n/en/memory.ts';
import { policies } from '../../i18n/en/policies.ts';
import { privacy } from '../../i18n/en/privacy.ts';
import { profiles } from '../../i18n/en/profiles.ts';
import { updates } from '../../i18n/en/updates.ts';
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
import { placeOf, SettingsIndex } from './settings-index.tsx';
import css from './settings.module.css';
import { StudySettings } from './study-settings.tsx';

const sections = [
  ['study', words.study],
  ['memory', memory.title],
  ['appearance', words.appearance],
  ['keys', words.keys],
  ['privacy', privacy.title],
  ['backups', backups.title],
  ['profiles', profiles.title],
  ['updates', updates.title],
  ['managed', policies.title],
  ['data', words.data],
] as const;

/** Every preference, saved as it is changed. */
export default function SettingsPage() {
  const { data, error, refetch } = useServiceQuery('settings.read', {});
  return (
    <>
      <h1 className={css.title}>{words.title}</h1>
      <div className={css.page}>
        <SettingsIndex sections={sections} />
        <div className={css.sections}>
          {error !== null && data === undefined ? (
            <Place of="study">
              <Panel title={words.study}>
                <SectionError error={error} onRetry={() => void refetch()} />
              </Panel>
            </Place>
          ) : (
            <>
              <Place of="study">
                {data === undefined ? (
                  <Waiting title={words.study} rows={10} />
                ) : (
                  <StudySettings settings={data} />
                )}
              </Place>
              <Place of="memory">{data === undefined ? null : <MemorySettings settings={data} />}</Place>
              <Place of="appearance">
                {data === undefined ? (
                  <Waiting title={words.appearance} rows={5} />
                ) : (
                  <AppearanceSettings settings={data} />
                )}
              </Place>
              <Place of="keys">
                {data === undefined ? (
                  <Waiting title={words.keys} rows={6} />
                ) : (
                  <KeySettings settings={data} />
                )}
              </Place>
              <Place of="privacy">{data === undefined ? null : <PrivacySettings settings={data} />}</Place>
            </>
          )}
          <Place of="backups">
            <BackupSettings />
          </Place>
          <Place of="profiles">
            <ProfileSettings />
          </Place>
          <Place of="updates">
            <UpdateSettings />
          </Place>
          <Place of="managed">
            <ManagedSettings />
          </Place>
          <Place of="data">
            <DataSettings />
          </Place>
        </div>
      </div>
    </>
  );
}

/** Where the index leads to. */
function Place({ of, children }: { of: (typeof sections)[number][0]; children: ReactNode }) {
  return (
    <div id={placeOf(of)} data-place={of} className={css.place} tabIndex={-1}>
      {children}
    </div>
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
