import { useState } from 'react';
import { Ellipsis, Pencil } from 'lucide-react';
import { useFrame } from '../../app/frame-state.ts';
import { CardFrame } from '../card-view/card-frame.tsx';
import { sideOf } from '../card-view/side-of.ts';
import { cardWords } from '../../i18n/en/cards.ts';
import { library } from '../../i18n/en/library.ts';
import { study } from '../../i18n/en/study.ts';
import type { Output } from '../../transport/app-contract.ts';
import { useServiceQuery } from '../../transport/use-service.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Menu } from '../../ui/menu.tsx';
import { SectionError } from '../../ui/section-error.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { cardCommands } from '../cards/card-commands.ts';
import { FlagMenu } from '../cards/flag-menu.tsx';
import { CardContext } from './card-context.tsx';
import { CardCurve } from './card-curve.tsx';
import { cardEntries } from './card-entries.tsx';
import { CardHistory } from './card-history.tsx';
import css from './card-dialog.module.css';

/** A card as it looks, where it stands and what happened to it. */
export default function CardDialog({ card }: { card: string }) {
  const rendered = useServiceQuery('library.card', { card });
  const info = useServiceQuery('study.cardInfo', { card });
  const [isFlagging, setFlagging] = useState(false);
  return (
    <Dialog
      title={library.info}
      size="wide"
      isOpen
      onClose={() => useFrame.setState({ card: undefined })}
      actions={
        <>
          <FlagMenu
            flag={rendered.data?.flag ?? 0}
            isOpen={isFlagging}
            onOpenChange={setFlagging}
            onFlag={(flag) => void cardCommands.flag([card], flag)}
          />
          <Menu
            label={cardWords.more}
            icon={<Ellipsis size={18} aria-hidden />}
            entries={cardEntries([card])}
          />
          <Button
            icon={<Pencil size={16} aria-hidden />}
            onPress={() => useFrame.setState({ task: { kind: 'edit', card } })}
          >
            {cardWords.edit}
          </Button>
        </>
      }
    >
      <div className={css.preview}>
        {rendered.data !== undefined ? (
          <Preview rendered={rendered.data} />
        ) : rendered.error === null ? (
          <Skeleton height={240} />
        ) : (
          <SectionError error={rendered.error} onRetry={() => void rendered.refetch()} />
        )}
      </div>
      {info.data !== undefined ? (
        <>
          <Facts info={info.data} />
          <CardContext card={card} fsrs={info.data.retrievability} />
          <CardCurve info={info.data} />
          <CardHistory info={info.data} />
        </>
      ) : info.error === null ? (
        <Skeleton height={220} />
      ) : (
        <SectionError error={info.error} onRetry={() => void info.refetch()} />
      )}
    </Dialog>
  );
}

function Preview({ rendered }: { rendered: Output<'library.card'> }) {
  const [revealed, setRevealed] = useState(false);
  const [side, setSide] = useState(() => sideOf(rendered, false));
  const turn = () => {
    setRevealed(!revealed);
    setSide(sideOf(rendered, !revealed));
  };
  return (
    <>
      <CardFrame side={side} compact />
      <div className={css.turn}>
        <Button onPress={turn}>{revealed ? study.question : study.answer}</Button>
      </div>
    </>
  );
}

function Facts({ info }: { info: Output<'study.cardInfo'> }) {
  const names = library.fields;
  const due =
    info.dueAt !== null
      ? library.dueAt(info.dueAt)
      : info.dueDay !== null
        ? library.dueDay(info.dueDay)
        : library.notScheduled;
  const rows: [string, string][] = [
    [names.place, study.place(info.course, info.lecture)],
    [names.type, study.place(info.noteType, info.template)],
    [names.added, library.when(info.addedAt)],
    [names.state, info.suspended ? library.suspended : library.phases[info.phase]],
    [names.due, due],
    [names.interval, info.intervalDays === 0 ? '–' : library.days(info.intervalDays)],
    [names.reviews, library.answers(info.reps, info.lapses)],
    [names.stability, info.stability === null ? '–' : library.days(info.stability)],
    [names.difficulty, info.difficulty === null ? '–' : library.difficulty(info.difficulty)],
    [names.recall, info.retrievability === null ? '–' : library.recall(info.retrievability)],
  ];
  return (
    <dl className={css.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
