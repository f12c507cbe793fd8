import { SlidersHorizontal } from 'lucide-react';
import { useLocation } from 'wouter';
import type { Settings } from '../../app/use-settings.ts';
import { presets } from '../../i18n/en/presets.ts';
import { settings as words } from '../../i18n/en/settings.ts';
import { Button } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { PreferenceRows } from '../presets/preference-rows.tsx';
import type { Values } from '../presets/preference-rows.tsx';
import css from './settings.module.css';
import { useSave } from '../../app/use-save.ts';

const hours = Array.from({ length: 24 }, (_, hour) => ({
  id: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

export function StudySettings({ settings }: { settings: Settings }) {
  const save = useSave();
  const [, navigate] = useLocation();
  return (
    <Panel
      title={words.study}
      actions={
        <Button icon={<SlidersHorizontal size={16} aria-hidden />} onPress={() => navigate('/presets')}>
          {presets.open}
        </Button>
      }
    >
      <PreferenceRows
        values={preferencesOf(settings)}
        onChange={(key, value, name) =>
          // Checked border: the setting of a preference has its bounds and its type.
          save(`study.${key}` as keyof Settings, value as Settings[keyof Settings], name)
        }
      />
      <h3 className={css.otherTitle}>{words.otherStudy}</h3>
      <div className={css.rows}>
        <NumberField
          label={words.learnAhead}
          hint={words.learnAheadHint}
          value={settings['study.learnAheadMinutes']}
          min={0}
          max={720}
          step={5}
          onChange={(value) => save('study.learnAheadMinutes', value, words.learnAhead)}
        />
        <Switch
          label={words.askConfidence}
          hint={words.askConfidenceHint}
          isSelected={settings['study.askConfidence']}
          onChange={(value) => save('study.askConfidence', value, words.askConfidence)}
        />
        <Switch
          label={words.fuzz}
          hint={words.fuzzHint}
          isSelected={settings['study.fuzz']}
          onChange={(value) => save('study.fuzz', value, words.fuzz)}
        />
        <Select
          label={words.rollover}
          hint={words.rolloverHint}
          value={String(settings['study.rolloverHour'])}
          options={hours}
          onChange={(hour) => save('study.rolloverHour', Number(hour), words.rollover)}
        />
        <dl className={css.fact}>
          <dt>{words.zone}</dt>
          <dd>{Intl.DateTimeFormat().resolvedOptions().timeZone}</dd>
          <dd className={css.hint}>{words.zoneHint}</dd>
        </dl>
      </div>
    </Panel>
  );
}

/** The preferences that presets know too, under the names those have. */
function preferencesOf(settings: Settings): Values {
  // Checked border: every preference is a setting under \`study.\`.
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key.replace('study.', ''), value]),
  ) as unknown as Values;
}
