import { useMemo } from 'react';
import { Trash2 } from 'lucide-react';
import { showDone } from '../../app/undo.ts';
import { presets as words } from '../../i18n/en/presets.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { PreferenceRows } from './preference-rows.tsx';
import type { Values } from './preference-rows.tsx';
import css from './presets.module.css';

type Preset = Output<'presets.list'>['presets'][number];

/** What one preset says; what it leaves open shows the value of Settings. */
export function PresetEditor({ preset, settings }: { preset: Preset; settings: Values }) {
  const change = useServiceCommand('presets.change');
  const remove = useServiceCommand('presets.remove');
  const own = useMemo(() => new Set(Object.keys(preset.values)), [preset.values]);
  const save = (values: Preset['values'], done: string) =>
    change.mutate({ preset: preset.uid, values }, { onSuccess: () => void showDone(done) });
  return (
    <Panel title={preset.name}>
      <TextField
        label={words.name}
        value={preset.name}
        check={(text) => (text === '' ? words.nameMissing : undefined)}
        onCommit={(name) =>
          change.mutate(
            { preset: preset.uid, name },
            { onSuccess: () => void showDone(words.changed(words.name)) },
          )
        }
      />
      <PreferenceRows
        values={{ ...settings, ...said(preset.values) }}
        own={own}
        onChange={(key, value, name) => save({ ...preset.values, [key]: value }, words.changed(name))}
        onReset={(key, name) => {
          const { [key]: _left, ...rest } = preset.values;
          save(rest, words.own(name));
        }}
      />
      <div className={css.foot}>
        <Button
          icon={<Trash2 size={16} aria-hidden />}
          onPress={() =>
            remove.mutate(
              { preset: preset.uid },
              { onSuccess: ({ places }) => void showDone(words.removed(preset.name, places)) },
            )
          }
        >
          {words.remove}
        </Button>
      </div>
    </Panel>
  );
}

/** A key without a value is one that is left open. */
function said(values: Preset['values']): Partial<Values> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
