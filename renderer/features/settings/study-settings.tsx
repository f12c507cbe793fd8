import type { Settings } from '../../app/use-settings.ts';
import { settings as words } from '../../i18n/en/settings.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { formatSteps, parseSteps } from './steps.ts';
import css from './settings.module.css';
import { useSave } from './use-save.ts';

const hours = Array.from({ length: 24 }, (_, hour) => ({
  id: String(hour),
  label: `${String(hour).padStart(2, '0')}:00`,
}));

export function StudySettings({ settings }: { settings: Settings }) {
  const save = useSave();
  const checkSteps = (text: string) => (parseSteps(text) === undefined ? words.stepsWrong : undefined);
  return (
    <Panel title={words.study}>
      <div className={css.rows}>
        <NumberField
          label={words.newPerDay}
          value={settings['study.newPerDay']}
          min={0}
          max={9999}
          onChange={(value) => save('study.newPerDay', value, words.newPerDay)}
        />
        <NumberField
          label={words.reviewsPerDay}
          hint={words.reviewsPerDayHint}
          value={settings['study.reviewsPerDay']}
          min={0}
          max={9999}
          step={10}
          onChange={(value) => save('study.reviewsPerDay', value, words.reviewsPerDay)}
        />
        <NumberField
          label={words.retention}
          hint={words.retentionHint}
          value={settings['study.desiredRetention']}
          min={0.7}
          max={0.99}
          step={0.01}
          format={{ style: 'percent' }}
          onChange={(value) => save('study.desiredRetention', Math.round(value * 100) / 100, words.retention)}
        />
        <TextField
          label={words.learningSteps}
          hint={words.stepsHint}
          value={formatSteps(settings['study.learningSteps'])}
          check={checkSteps}
          onCommit={(text) => save('study.learningSteps', parseSteps(text) ?? [], words.learningSteps)}
        />
        <TextField
          label={words.relearningSteps}
          hint={words.stepsHint}
          value={formatSteps(settings['study.relearningSteps'])}
          check={checkSteps}
          onCommit={(text) => save('study.relearningSteps', parseSteps(text) ?? [], words.relearningSteps)}
        />
        <NumberField
          label={words.learnAhead}
          hint={words.learnAheadHint}
          value={settings['study.learnAheadMinutes']}
          min={0}
          max={720}
          step={5}
          onChange={(value) => save('study.learnAheadMinutes', value, words.learnAhead)}
        />
        <NumberField
          label={words.maximumInterval}
          value={settings['study.maximumIntervalDays']}
          min={1}
          max={36_500}
          onChange={(value) => save('study.maximumIntervalDays', value, words.maximumInterval)}
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
