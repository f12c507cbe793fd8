import type { ReactNode } from 'react';
import { CircleCheck, Ellipsis, Hourglass, RotateCcw, Sprout, Timer } from 'lucide-react';
import { useLocation } from 'wouter';
import { today as words } from '../../i18n/en/today.ts';
import { formatNumber } from '../../i18n/format.ts';
import type { Output } from '../../transport/app-contract.ts';
import { Button } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Kbd } from '../../ui/kbd.tsx';
import css from './today.module.css';
import { useMore, useTimed } from './use-ways.tsx';

type Today = Output<'study.today'>;

/** What can be studied now and the way in. */
export function NowPanel({ today, hideCounts }: { today: Today; hideCounts: boolean }) {
  const [, navigate] = useLocation();
  const open = today.openSession !== null;
  const more = useMore(today);
  const timed = useTimed();
  const nothing = today.due + today.learning + today.fresh === 0;
  return (
    <section className={css.now} aria-label={words.counts}>
      <header className={css.nowHead}>
        <div className={css.nowTitle}>
          <h2>{nothing ? words.done : words.now}</h2>
          <p>
            {nothing
              ? today.heldBack > 0
                ? words.limitText
                : words.doneText
              : words.plan(today.minutes, today.finishAt)}
          </p>
        </div>
        <div className={css.ways}>
          {more.length === 0 ? null : (
            <Menu label={words.more} icon={<Ellipsis size={18} aria-hidden />} entries={more} />
          )}
          {nothing ? null : (
            <Menu label={words.studyFor} icon={<Timer size={18} aria-hidden />} entries={timed} />
          )}
          {nothing && !open ? null : (
            <Button variant="primary" aria-keyshortcuts="s" onPress={() => navigate('/study')}>
              {open ? words.resume : words.start}
              <Kbd keys="s" />
            </Button>
          )}
        </div>
      </header>
      {nothing || hideCounts ? null : (
        <ul>
          <Row
            icon={<RotateCcw size={18} aria-hidden />}
            count={today.due}
            title={words.due}
            text={words.rowDue}
          />
          <Row
            icon={<Hourglass size={18} aria-hidden />}
            count={today.learning}
            title={words.learning}
            text={words.rowLearning}
          />
          <Row
            icon={<Sprout size={18} aria-hidden />}
            count={today.fresh}
            title={words.fresh}
            text={words.rowFresh}
          />
        </ul>
      )}
      {nothing ? (
        <p className={css.foot}>
          <CircleCheck size={16} aria-hidden />{' '}
          {today.heldBack > 0 && !hideCounts ? words.heldBack(today.heldBack) : words.nextDays}
        </p>
      ) : (
        <p className={css.foot}>
          {words.pace(today.paceAnswers)}{' '}
          {today.heldBack > 0 && !hideCounts ? words.heldBack(today.heldBack) : null}
          {hideCounts ? words.hidden : null}
        </p>
      )}
    </section>
  );
}

function Row({ icon, count, title, text }: { icon: ReactNode; count: number; title: string; text: string }) {
  if (count === 0) return null;
  return (
    <li className={css.row}>
      {icon}
      <span className={css.rowText}>
        <span className={css.rowTitle}>{title}</span>
        <span>{text}</span>
      </span>
      <span className={css.rowCount}>{formatNumber(count)}</span>
    </li>
  );
}
