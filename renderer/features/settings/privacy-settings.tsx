import { useState } from 'react';
import { useForbidden } from '../../app/use-forbidden.ts';
import { useSave } from '../../app/use-save.ts';
import type { Settings } from '../../app/use-settings.ts';
import { privacy as words } from '../../i18n/en/privacy.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { LockedRow } from '../../ui/locked-row.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Switch } from '../../ui/switch.tsx';
import { EraseDialog } from './erase-dialog.tsx';
import { ExportRow } from './export-row.tsx';
import css from './settings.module.css';
import { TurnOffDialog } from './turn-off-dialog.tsx';

/** What may be known of the owner, each by itself, and how they take it back. */
export function PrivacySettings({ settings }: { settings: Settings }) {
  const save = useSave();
  const [asking, setAsking] = useState<'off' | 'erase'>();
  const forbidden = useForbidden('SharingAllowed');
  const { data } = useServiceQuery('twin.privacy', {});
  const isOn = settings['privacy.behavioralAnalysis'];
  const close = () => setAsking(undefined);
  return (
    <Panel title={words.title}>
      <p className={css.hint}>{words.lead}</p>
      <div className={css.rows}>
        <Switch
          label={words.analysis}
          hint={words.analysisHint}
          isSelected={isOn}
          // Off erases, so it is asked for; on again needs no question.
          onChange={(on) =>
            on ? save('privacy.behavioralAnalysis', true, words.analysis) : setAsking('off')
          }
        />
        <Switch
          label={words.content}
          hint={words.contentHint}
          isSelected={settings['privacy.contentProfiling']}
          onChange={(on) => save('privacy.contentProfiling', on, words.content)}
        />
        <Switch
          label={words.notifications}
          hint={words.notificationsHint}
          isSelected={settings['privacy.notifications']}
          onChange={(on) => save('privacy.notifications', on, words.notifications)}
        />
        {forbidden === undefined ? (
          <Switch
            label={words.sharing}
            hint={words.sharingHint}
            isSelected={settings['privacy.sharing']}
            onChange={(on) => save('privacy.sharing', on, words.sharing)}
          />
        ) : (
          <LockedRow label={words.sharing} hint={words.sharingHint} value={words.off} why={forbidden} />
        )}
      </div>
      <ExportRow />
      <div className={css.care}>
        <p className={css.hint}>
          {words.eraseHint}
          {typeof data?.lastErasedAt === 'number' ? ` ${words.lastErased(data.lastErasedAt)}` : ''}
        </p>
        <Button isDisabled={data === undefined} onPress={() => setAsking('erase')}>
          {words.eraseName}
        </Button>
      </div>
      {asking === 'off' ? (
        <TurnOffDialog
          onClose={close}
          onConfirm={() => {
            close();
            save('privacy.behavioralAnalysis', false, words.analysis);
          }}
        />
      ) : null}
      {asking === 'erase' && data !== undefined ? (
        <EraseDialog about={data} analysisIsOn={isOn} onClose={close} />
      ) : null}
    </Panel>
  );
}
