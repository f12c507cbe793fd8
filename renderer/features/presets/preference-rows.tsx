import { RotateCcw } from 'lucide-react';
import { presets as words } from '../../i18n/en/presets.ts';
import { settings as settingWords } from '../../i18n/en/settings.ts';
import type { Output } from '../../transport/app-contract.ts';
import { IconButton } from '../../ui/button.tsx';
import { NumberField } from '../../ui/number-field.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { formatSteps, parseSteps } from './steps.ts';
import css from './presets.module.css';

export type Values = Output<'presets.list'>['settings'];
export type PreferenceKey = keyof Values;

type NumberKey = { [K in PreferenceKey]: Values[K] extends number ? K : never }[PreferenceKey];
type SwitchKey = { [K in PreferenceKey]: Values[K] extends boolean ? K : never }[PreferenceKey];
type ChoiceKey = keyof typeof words.choices;
type StepsKey = 'learningSteps' | 'relearningSteps';

type Field =
  | { key: NumberKey; kind: 'number'; min: number; max: number; step?: number; percent?: boolean }
  | { key: SwitchKey; kind: 'switch' }
  | { key: ChoiceKey; kind: 'choice' }
  | { key: StepsKey; kind: 'steps' };

const groups: readonly { name: keyof typeof words.groups; fields: readonly Field[] }[] = [
  {
    name: 'limits',
    fields: [
      { key: 'newPerDay', kind: 'number', min: 0, max: 9999 },
      { key: 'reviewsPerDay', kind: 'number', min: 0, max: 9999, step: 10 },
    ],
  },
  {
    name: 'schedule',
    fields: [
      { key: 'desiredRetention', kind: 'number', min: 0.7, max: 0.99, step: 0.01, percent: true },
      { key: 'learningSteps', kind: 'steps' },
      { key: 'relearningSteps', kind: 'steps' },
      { key: 'maximumIntervalDays', kind: 'number', min: 1, max: 36_500 },
    ],
  },
  {
    name: 'order',
    fields: [
      { key: 'reviewOrder', kind: 'choice' },
      { key: 'newOrder', kind: 'choice' },
      { key: 'newPlacement', kind: 'choice' },
      { key: 'interleave', kind: 'switch' },
    ],
  },
  {
    name: 'siblings',
    fields: [
      { key: 'buryNewSiblings', kind: 'switch' },
      { key: 'buryReviewSiblings', kind: 'switch' },
    ],
  },
  {
    name: 'leeches',
    fields: [
      { key: 'leechThreshold', kind: 'number', min: 0, max: 99 },
      { key: 'leechAction', kind: 'choice' },
    ],
  },
  {
    name: 'timers',
    fields: [
      { key: 'showTimer', kind: 'switch' },
      { key: 'timerCapSeconds', kind: 'number', min: 5, max: 7200, step: 5 },
      { key: 'autoRevealSeconds', kind: 'number', min: 0, max: 3600 },
      { key: 'autoAnswerSeconds', kind: 'number', min: 0, max: 3600 },
    ],
  },
];

type PreferenceRowsProps = {
  values: Values;
  onChange: <K extends PreferenceKey>(key: K, value: Values[K], name: string) => void;
  /** Of a preset: the keys it says itself, and how to leave one open again. */
  own?: ReadonlySet<string>;
  onReset?: (key: PreferenceKey, name: string) => void;
};

/** How cards are studied, as Settings and presets show it. */
export function PreferenceRows({ values, onChange, own, onReset }: PreferenceRowsProps) {
  return (
    <>
      {groups.map(({ name, fields }) => (
        <section key={name} className={css.group} aria-label={words.groups[name]}>
          <h3 className={css.groupTitle}>{words.groups[name]}</h3>
          <div className={css.rows}>
            {fields.map((field) => (
              <div key={field.key} className={css.row} data-own={own?.has(field.key) === true || undefined}>
                <div className={css.field}>
                  <FieldOf field={field} values={values} onChange={onChange} />
                </div>
                {own === undefined ? null : own.has(field.key) ? (
                  <IconButton
                    label={words.reset(words.names[field.key])}
                    onPress={() => onReset?.(field.key, words.names[field.key])}
                  >
                    <RotateCcw size={16} aria-hidden />
                  </IconButton>
                ) : (
                  <span className={css.noReset} />
                )}
              </div>
            ))}
          </div>
        </section>
      ))}
    </>
  );
}

function FieldOf({
  field,
  values,
  onChange,
}: {
  field: Field;
  values: Values;
  onChange: PreferenceRowsProps['onChange'];
}) {
  const label = words.names[field.key];
  const hint = words.hints[field.key];
  const said = { label, ...(hint === undefined ? {} : { hint }) };
  switch (field.kind) {
    case 'number':
      return (
        <NumberField
          {...said}
          value={values[field.key]}
          min={field.min}
          max={field.max}
          {...(field.step === undefined ? {} : { step: field.step })}
          {...(field.percent === true ? { format: { style: 'percent' } } : {})}
          onChange={(value) => onChange(field.key, Math.round(value * 100) / 100, label)}
        />
      );
    case 'switch':
      return (
        <Switch
          {...said}
          isSelected={values[field.key]}
          onChange={(value) => onChange(field.key, value, label)}
        />
      );
    case 'choice': {
      const choices: Readonly<Record<string, string>> = words.choices[field.key];
      return (
        <Select
          {...said}
          value={values[field.key]}
          options={Object.entries(choices).map(([id, text]) => ({ id, label: text }))}
          // Checked border: the options are the keys of this very choice.
          onChange={(id) => onChange(field.key, id as Values[typeof field.key], label)}
        />
      );
    }
    case 'steps':
      return (
        <TextField
          {...said}
          value={formatSteps(values[field.key])}
          check={(text) => (parseSteps(text) === undefined ? settingWords.stepsWrong : undefined)}
          onCommit={(text) => onChange(field.key, parseSteps(text) ?? [], label)}
        />
      );
  }
}
