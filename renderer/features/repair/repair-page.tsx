import type { ReactNode } from 'react';
import { TriangleAlert } from 'lucide-react';
import { isErrorKind } from '#core/rpc/errors.ts';
import type { RepairFindings, RepairHeld, RepairWay } from '#core/store/repair/contract.ts';
import { errors } from '../../i18n/en/errors.ts';
import { repair as words } from '../../i18n/en/repair.ts';
import { useRepair } from '../../transport/repair.ts';
import { useServiceCommand } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { ProgressBar } from '../../ui/progress-bar.tsx';
import css from './repair.module.css';

/** Stands in the place of every page while the store is damaged: what happened, what can be saved, and the ways out. */
export default function RepairPage() {
  const { state } = useRepair();
  const look = useServiceCommand('repair.look');
  return (
    <main className={css.page}>
      <div className={css.lead}>
        <h1>
          <TriangleAlert size={26} aria-hidden />
          {words.title}
        </h1>
        {state.at === 'found' ? <p>{words.cause(state.findings)}</p> : null}
        <p className={css.quiet}>{words.safe}</p>
        {state.at === 'found' ? <p className={css.path}>{words.folder(state.findings.folder)}</p> : null}
      </div>
      {state.at === 'looking' ? (
        <Panel title={words.looking}>
          <div className={css.way} role="status">
            <p className={css.quiet}>{words.lookingText}</p>
            <ProgressBar
              label={words.looking}
              {...(state.total === 0 ? {} : { value: state.done / state.total })}
            />
          </div>
        </Panel>
      ) : null}
      {state.at === 'putting' ? (
        <Panel title={words.putting}>
          <ProgressBar label={words.putting} />
        </Panel>
      ) : null}
      {state.at === 'failed' ? (
        <Panel title={words.failed}>
          <div className={css.way} role="alert">
            <p>{isErrorKind(state.kind) ? errors[state.kind] : errors.internal}</p>
            <div className={css.use}>
              <Button variant="primary" onPress={() => look.mutate({})}>
                {words.again}
              </Button>
            </div>
          </div>
        </Panel>
      ) : null}
      {state.at === 'found' ? <Ways findings={state.findings} onAgain={() => look.mutate({})} /> : null}
    </main>
  );
}

/** What can be read comes before a backup, unless something of it is lost and the backup lacks nothing of the rest. */
function bestWay({ log, salvage, backup }: RepairFindings): RepairWay | undefined {
  if (log !== null) return 'log';
  const lacksNothing =
    backup !== null && backup.newer !== null && Object.values(backup.newer).every((count) => count === 0);
  if (salvage !== null && (Object.keys(salvage.lost).length === 0 || !lacksNothing)) return 'salvage';
  return backup === null ? undefined : 'backup';
}

function Ways({ findings, onAgain }: { findings: RepairFindings; onAgain: () => void }) {
  const choose = useServiceCommand('repair.choose');
  const { log, salvage, backup } = findings;
  const best = bestWay(findings);
  if (best === undefined) {
    return (
      <Panel title={words.nothing}>
        <div className={css.way}>
          <p>{words.nothingText}</p>
          <div className={css.use}>
            <Button onPress={onAgain}>{words.again}</Button>
          </div>
        </div>
      </Panel>
    );
  }
  const parts = { best, isBusy: choose.isPending, onUse: (way: RepairWay) => choose.mutate({ way }) };
  return (
    <>
      {log === null ? null : (
        <Way
          {...parts}
          way="log"
          title={log.isWithoutLog ? words.log.alone : words.log.title}
          text={log.isWithoutLog ? words.log.aloneText : words.log.text}
          held={log}
          use={words.log.use}
        />
      )}
      {salvage === null ? null : (
        <Way
          {...parts}
          way="salvage"
          title={words.salvage.title}
          text={words.salvage.text(salvage.damagedPages)}
          held={salvage}
          use={words.salvage.use}
        >
          <li>
            {Object.keys(salvage.lost).length === 0
              ? words.salvage.nothingLost
              : words.salvage.lost(salvage.lost)}
          </li>
          {salvage.unreadableRows === 0 ? null : <li>{words.salvage.unreadable(salvage.unreadableRows)}</li>}
          {salvage.remadeCards === 0 ? null : <li>{words.salvage.remade(salvage.remadeCards)}</li>}
          {salvage.ghosts === 0 ? null : <li>{words.salvage.ghosts(salvage.ghosts)}</li>}
        </Way>
      )}
      {backup === null ? null : (
        <Way
          {...parts}
          way="backup"
          title={words.backup.title(backup.createdAt)}
          text={words.backup.text}
          held={backup}
          use={words.backup.use}
        >
          {backup.newer === null ? null : <li>{words.backup.newer(backup.newer)}</li>}
        </Way>
      )}
    </>
  );
}

type WayProps = {
  way: RepairWay;
  best: RepairWay;
  isBusy: boolean;
  onUse: (way: RepairWay) => void;
  title: string;
  text: string;
  held: RepairHeld;
  use: string;
  children?: ReactNode;
};

function Way({ way, best, isBusy, onUse, title, text, held, use, children }: WayProps) {
  return (
    <Panel title={title} {...(way === best ? { note: words.best } : {})}>
      <div className={css.way}>
        <p>{text}</p>
        <p className={css.held}>{words.held(held)}</p>
        <ul className={css.notes}>
          <li>{words.lastAnswer(held.lastReview)}</li>
          {children}
        </ul>
        <div className={css.use}>
          <Button
            variant={way === best ? 'primary' : 'secondary'}
            isDisabled={isBusy}
            onPress={() => onUse(way)}
          >
            {use}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
