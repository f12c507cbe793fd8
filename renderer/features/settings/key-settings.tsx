import { frameActions, frameKeys, keysInForce } from '../../app/actions.ts';
import type { FrameAction } from '../../app/actions.ts';
import type { Settings } from '../../app/use-settings.ts';
import { actionNames } from '../../i18n/en/app.ts';
import { settings as words } from '../../i18n/en/settings.ts';
import { Panel } from '../../ui/panel.tsx';
import { Switch } from '../../ui/switch.tsx';
import { TextField } from '../../ui/text-field.tsx';
import css from './settings.module.css';
import { useSave } from '../../app/use-save.ts';

export function KeySettings({ settings }: { settings: Settings }) {
  const save = useSave();
  const own = settings['keys.frame'];
  const keys = keysInForce(own);
  const check = (action: FrameAction) => (text: string) => {
    if (text.length !== 1) return words.keyWrong;
    const taken = frameActions.find((other) => other !== action && keys[other] === text.toLowerCase());
    return taken === undefined ? undefined : words.keyTaken(nameOf(taken));
  };
  const setKey = (action: FrameAction, key: string) => {
    const others = Object.entries(own).filter(([name]) => name !== action);
    const changed = key === frameKeys[action] ? others : [...others, [action, key] as const];
    save('keys.frame', Object.fromEntries(changed), words.keyOf(nameOf(action)));
  };
  return (
    <Panel title={words.keys}>
      <div className={css.rows}>
        <Switch
          label={words.singleLetters}
          hint={words.singleLettersHint}
          isSelected={settings['keys.singleLetters']}
          onChange={(value) => save('keys.singleLetters', value, words.singleLetters)}
        />
        {settings['keys.singleLetters']
          ? frameActions.map((action) => (
              <TextField
                key={action}
                label={nameOf(action)}
                value={keys[action]}
                check={check(action)}
                onCommit={(text) => setKey(action, text.toLowerCase())}
              />
            ))
          : null}
      </div>
    </Panel>
  );
}

function nameOf(action: FrameAction): string {
  return actionNames[action] ?? action;
}
