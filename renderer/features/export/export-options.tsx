import { exporting as words } from '../../i18n/en/export.ts';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import type { ExportChoice } from './use-export.ts';

type ExportOptionsProps = {
  choice: ExportChoice;
  /** The whole library: only that can be a collection. */
  isAll: boolean;
  mediaFiles: number;
  mediaBytes: number;
  onChange: (choice: ExportChoice) => void;
};

/** What the file is, and what goes into it. */
export function ExportOptions({ choice, isAll, mediaFiles, mediaBytes, onChange }: ExportOptionsProps) {
  const change = (part: Partial<ExportChoice>) => onChange({ ...choice, ...part });
  return (
    <>
      {isAll ? (
        <Select
          label={words.format}
          hint={words.formatHint}
          value={choice.format}
          options={[
            { id: 'colpkg', label: words.formats.colpkg },
            { id: 'apkg', label: words.formats.apkg },
          ]}
          onChange={(format) => change({ format })}
        />
      ) : null}
      <Select
        label={words.layout}
        hint={words.layoutHint}
        value={choice.layout}
        options={[
          { id: 'new', label: words.layouts.new },
          { id: 'legacy', label: words.layouts.legacy },
        ]}
        onChange={(layout) => change({ layout })}
      />
      <Switch
        label={words.scheduling}
        hint={words.schedulingHint}
        isSelected={choice.scheduling}
        onChange={(scheduling) => change({ scheduling })}
      />
      <Switch
        label={words.media}
        hint={words.mediaHint(mediaFiles, mediaBytes, isAll)}
        isSelected={choice.media}
        onChange={(media) => change({ media })}
      />
      <Switch
        label={words.presets}
        hint={words.presetsHint}
        isSelected={choice.presets}
        onChange={(presets) => change({ presets })}
      />
    </>
  );
}
