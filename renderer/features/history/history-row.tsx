import { Redo2, Undo2 } from 'lucide-react';
import { history as words } from '../../i18n/en/history.ts';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import type { HistoryGroup } from './history-page.tsx';
import css from './history.module.css';

type HistoryRowProps = {
  group: HistoryGroup;
  isDisabled: boolean;
  onBack: () => void;
  onForward: () => void;
};

/** One command, or the answers of one session. */
export function HistoryRow({ group, isDisabled, onBack, onForward }: HistoryRowProps) {
  const what = words.what(group.command, group.subject, group.count);
  return (
    <li className={cx(css.row, group.undone && css.undone)}>
      <span className={css.time}>{words.when(group.from, group.to)}</span>
      <span className={css.what}>
        {what}
        {group.undone ? <span className={css.note}> ({words.undone})</span> : null}
      </span>
      {group.undone ? (
        <Button
          variant="quiet"
          icon={<Redo2 size={16} aria-hidden />}
          aria-label={words.forwardOf(what, group.to)}
          isDisabled={isDisabled}
          onPress={onForward}
        >
          {words.forward}
        </Button>
      ) : (
        <Button
          variant="quiet"
          icon={<Undo2 size={16} aria-hidden />}
          aria-label={words.backOf(what, group.from)}
          isDisabled={isDisabled}
          onPress={onBack}
        >
          {words.back}
        </Button>
      )}
    </li>
  );
}
