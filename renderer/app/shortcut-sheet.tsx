import { cardActions } from '../features/study/card-actions.ts';
import { actionNames, app } from '../i18n/en/app.ts';
import { study } from '../i18n/en/study.ts';
import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { frameActions, keysInForce } from './actions.ts';
import { useFrame } from './frame-state.ts';
import css from './overlays.module.css';
import { useSettings } from './use-settings.ts';

const studyRows: [string, string[]][] = [
  [study.keys.reveal, ['space', 'enter']],
  [study.keys.forgot, ['1']],
  [study.keys.hard, ['2']],
  [study.keys.good, ['3']],
  [study.keys.easy, ['4']],
  [study.keys.undo, ['mod+z']],
  ...cardActions.map(({ label, key }): [string, string[]] => [label, [key.toLowerCase()]]),
  [study.keys.flagNumber, ['f 0–7', 'mod+1–7']],
  [study.keys.menu, ['m']],
  [study.keys.confidence, ['1–4']],
  [study.keys.pause, ['5']],
  [study.keys.auto, ['a']],
  [study.keys.load, ['l']],
  [study.keys.takeBreak, ['b']],
  [study.keys.leave, ['escape']],
];

/** Every key there is. */
export default function ShortcutSheet() {
  const settings = useSettings();
  const keys = keysInForce(settings['keys.frame']);
  const frameRows: [string, string[]][] = [
    ...frameActions.map((action): [string, string[]] => [actionNames[action] ?? action, [keys[action]]]),
    [actionNames['open.palette'] ?? '', ['mod+k']],
    [actionNames['do.undo'] ?? '', ['mod+z']],
    [actionNames['do.redo'] ?? '', ['mod+shift+z']],
  ];
  return (
    <Dialog title={app.shortcuts} size="wide" isOpen onClose={() => useFrame.setState({ open: undefined })}>
      <div className={css.sheet}>
        <Keys title={app.shortcutsFrame} rows={frameRows} />
        <Keys title={app.shortcutsStudy} rows={studyRows} />
      </div>
      <p className={css.note}>{app.shortcutsNote}</p>
    </Dialog>
  );
}

function Keys({ title, rows }: { title: string; rows: [string, string[]][] }) {
  return (
    <section>
      <h3 className={css.sheetTitle}>{title}</h3>
      <dl>
        {rows.map(([name, chords]) => (
          <div key={name} className={css.sheetRow}>
            <dt>{name}</dt>
            <dd>
              {chords.map((chord) => (
                <span key={chord}>
                  <Kbd keys={chord} />
                  <span className="visually-hidden">{chord}</span>
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
