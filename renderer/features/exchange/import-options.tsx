import type { ImportOptions, ImportPreview } from '#core/exchange/contract.ts';
import { exchange } from '../../i18n/en/exchange.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import css from './import-dialog.module.css';

type Props = {
  preview: ImportPreview;
  options: ImportOptions;
  onChange: (options: ImportOptions) => void;
};

const choices = (['newer', 'always', 'never'] as const).map((id) => ({
  id,
  label: exchange.notesChoice[id],
}));

/** How the package is taken over. Closed at first: the defaults are what nearly everyone wants. */
export function ImportOptionsSection({ preview, options, onChange }: Props) {
  return (
    <details className={css.more}>
      <summary>
        <span>{exchange.options}</span>
      </summary>
      <div className={css.options}>
        <Select
          label={exchange.notesHere}
          hint={exchange.notesHereHint}
          value={options.notes}
          options={choices}
          onChange={(notes) => onChange({ ...options, notes })}
        />
        <Switch
          label={exchange.scheduling}
          hint={exchange.schedulingHint}
          isSelected={options.scheduling}
          onChange={(scheduling) => onChange({ ...options, scheduling })}
        />
        {preview.presets.length === 0 ? null : (
          <Switch
            label={exchange.presets}
            hint={exchange.presetsHint(preview.presets)}
            isSelected={options.presets}
            onChange={(presets) => onChange({ ...options, presets })}
          />
        )}
      </div>
    </details>
  );
}
