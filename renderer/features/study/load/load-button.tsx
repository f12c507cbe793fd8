import { load as words } from '../../../i18n/en/load.ts';
import { CompositePart } from '../../../ui/composite-part.tsx';
import { Button, IconButton } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import css from './load.module.css';
import type { Load } from './use-load.ts';

type LoadButtonProps = {
  load: Load;
  isOpen: boolean;
  onOpenChange: (isOpen: boolean) => void;
  onBreak: () => void;
};

const levels = ['LOW', 'MODERATE', 'HIGH', 'CRITICAL'] as const;

/** A quiet mark in the top bar that grows with the load, and says why when asked. */
export function LoadButton({ load, isOpen, onOpenChange, onBreak }: LoadButtonProps) {
  const { reading } = load;
  const level = reading?.level ?? null;
  const height = level === null ? 0 : levels.indexOf(level) + 1;
  return (
    <>
      <IconButton
        label={words.button(level, reading?.score ?? null)}
        aria-keyshortcuts="L"
        onPress={() => onOpenChange(true)}
      >
        <svg width={18} height={18} viewBox="0 0 18 18" aria-hidden className={css.gauge} data-level={level}>
          {levels.map((name, index) => (
            <rect
              key={name}
              x={1.5 + 4 * index}
              y={13 - 3 * index}
              width={3}
              height={3 + 3 * index}
              rx={1}
              className={index < height ? css.filled : css.hollow}
            />
          ))}
        </svg>
      </IconButton>
      <Dialog
        title={words.title}
        isOpen={isOpen}
        onClose={() => onOpenChange(false)}
        actions={load.onBreak === null ? <Button onPress={onBreak}>{words.takeNow}</Button> : undefined}
      >
        <Why load={load} />
      </Dialog>
    </>
  );
}

function Why({ load: { reading, answersNeeded } }: { load: Load }) {
  if (reading === null) {
    return (
      <div className={css.why}>
        <p>{words.noAnswers}</p>
        <p className={css.quiet}>{words.about}</p>
      </div>
    );
  }
  const { score, level, confidence, parts, measures } = reading;
  return (
    <div className={css.why}>
      {score === null || level === null ? (
        <p>{words.notYet(measures.answers, answersNeeded)}</p>
      ) : (
        <p className={css.reading}>
          <b>{words.levels[level]}</b>
          <span>{words.score(score)}</span>
          <span className={css.quiet}>{words.confidence(confidence)}</span>
        </p>
      )}
      <dl className={css.parts}>
        {parts.map(({ part, weight, value }) => (
          <CompositePart
            key={part}
            className={css.part}
            name={words.parts[part]}
            weight={words.weight(weight)}
            value={value}
            unknown={words.unknown}
            reason={words.why[part](measures)}
          />
        ))}
      </dl>
      <p className={css.quiet}>{words.about}</p>
    </div>
  );
}
