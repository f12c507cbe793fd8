import type { ReactNode } from 'react';
import { CalendarClock, EyeOff, Pencil, Split } from 'lucide-react';
import { useFrame } from '../../app/frame-state.ts';
import { leeches } from '../../i18n/en/leeches.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { cardCommands } from '../cards/card-commands.ts';
import css from './leeches.module.css';

type LeechDialogProps = { card: string; onClose: () => void; onDone: () => void };

/** Why a card may be hard to keep, and four ways out. */
export function LeechDialog({ card, onClose, onDone }: LeechDialogProps) {
  const reasons = useServiceQuery('leeches.reasons', { card });
  const next = (kind: 'edit' | 'split') => useFrame.setState({ task: { kind, card, onDone } });
  return (
    <Dialog title={leeches.helpTitle} size="wide" isOpen onClose={onClose}>
      {reasons.data !== undefined ? (
        <Reasons reasons={reasons.data} />
      ) : reasons.error === null ? (
        <Skeleton height={96} />
      ) : (
        <SectionError error={reasons.error} onRetry={() => void reasons.refetch()} />
      )}
      <div className={css.ways}>
        <Way
          icon={<Pencil size={18} aria-hidden />}
          name={leeches.rewrite}
          text={leeches.rewriteText}
          onPress={() => next('edit')}
        />
        <Way
          icon={<Split size={18} aria-hidden />}
          name={leeches.split}
          text={leeches.splitText}
          onPress={() => next('split')}
        />
        <Way
          icon={<CalendarClock size={18} aria-hidden />}
          name={leeches.postpone}
          text={leeches.postponeText}
          onPress={() => useFrame.setState({ task: { kind: 'postpone', cards: [card], onDone } })}
        />
        <Way
          icon={<EyeOff size={18} aria-hidden />}
          name={leeches.suspend}
          text={leeches.suspendText}
          onPress={() => {
            onClose();
            void cardCommands.suspend([card]).then((changed) => changed && onDone());
          }}
        />
      </div>
    </Dialog>
  );
}

type WayProps = { icon: ReactNode; name: string; text: string; onPress: () => void };

function Way({ icon, name, text, onPress }: WayProps) {
  return (
    <div className={css.way}>
      <Button icon={icon} onPress={onPress}>
        {name}
      </Button>
      <p className={css.quiet}>{text}</p>
    </div>
  );
}

function Reasons({ reasons }: { reasons: Output<'leeches.reasons'> }) {
  const { similar, tooMuch, words, deletions, listItems } = reasons;
  if (similar.length === 0 && !tooMuch) return <p>{leeches.fine}</p>;
  return (
    <>
      {tooMuch ? <p>{leeches.tooMuch(words, deletions, listItems)}</p> : null}
      {similar.length === 0 ? null : (
        <section>
          <h3 className={css.subtitle}>{leeches.similarTitle}</h3>
          <ul className={css.similar}>
            {similar.map((other) => (
              <li key={other.card}>
                <button
                  type="button"
                  className={css.other}
                  onClick={() => useFrame.setState({ card: other.card })}
                >
                  <span>{other.question}</span>
                  <span className={css.quiet}>{other.answer}</span>
                  <span className={css.quiet}>
                    {other.alike === 'question'
                      ? leeches.similarQuestion(other.share)
                      : leeches.similarAnswer(other.share)}
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
