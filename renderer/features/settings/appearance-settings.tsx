import type { Settings } from '../../app/use-settings.ts';
import { app } from '../../i18n/en/app.ts';
import { settings as words } from '../../i18n/en/settings.ts';
import { NumberField } from '../../ui/number-field.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Select } from '../../ui/select.tsx';
import { Switch } from '../../ui/switch.tsx';
import css from './settings.module.css';
import { useSave } from '../../app/use-save.ts';

const themes = (['system', 'light', 'dark'] as const).map((id) => ({ id, label: app.theme[id] }));
const fonts = (['serif', 'sans', 'hyperlegible'] as const).map((id) => ({
  id,
  label: words.readingFonts[id],
}));

export function AppearanceSettings({ settings }: { settings: Settings }) {
  const save = useSave();
  return (
    <Panel title={words.appearance}>
      <div className={css.rows}>
        <Select
          label={words.theme}
          value={settings['appearance.theme']}
          options={themes}
          onChange={(value) => save('appearance.theme', value, words.theme)}
        />
        <Select
          label={words.readingFont}
          value={settings['appearance.readingFont']}
          options={fonts}
          onChange={(value) => save('appearance.readingFont', value, words.readingFont)}
        />
        <NumberField
          label={words.textSize}
          hint={words.textSizeHint}
          value={settings['appearance.textSize']}
          min={80}
          max={200}
          step={10}
          onChange={(value) => save('appearance.textSize', value, words.textSize)}
        />
        <p className={css.sample} style={{ fontSize: (21 * settings['appearance.textSize']) / 100 }}>
          {words.sample}
        </p>
        <Switch
          label={words.readableColours}
          hint={words.readableColoursHint}
          isSelected={settings['appearance.readableColours']}
          onChange={(value) => save('appearance.readableColours', value, words.readableColours)}
        />
        <Switch
          label={words.autoplay}
          hint={words.autoplayHint}
          isSelected={settings['study.autoplay']}
          onChange={(value) => save('study.autoplay', value, words.autoplay)}
        />
        <Switch
          label={words.hideCounts}
          hint={words.hideCountsHint}
          isSelected={settings['appearance.hideCounts']}
          onChange={(value) => save('appearance.hideCounts', value, words.hideCounts)}
        />
      </div>
    </Panel>
  );
}
