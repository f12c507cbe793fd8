import { today as words } from '../../i18n/en/today.ts';
import type { Output } from '../../transport/app-contract.ts';
import { Panel } from '../../ui/panel.tsx';
import css from './today.module.css';

/** The session before, in a few lines. */
export function LastSession({ session }: { session: Output<'study.today'>['lastSession'] }) {
  return (
    <Panel title={words.lastSession}>
      {session === null ? (
        <p className={css.quiet}>{words.noSession}</p>
      ) : (
        <>
          <p className={css.sessionTitle}>{session.title === '' ? words.everything : session.title}</p>
          <p className={css.quiet}>{words.when(session.startedAt, session.studiedMs)}</p>
          <ul className={css.facts}>
            <li>{words.answers(session.answers, session.cards)}</li>
            <li>{words.recalled(session.reviewRecalled, session.reviewAnswers)}</li>
            {session.introduced === 0 ? null : <li>{words.introduced(session.introduced)}</li>}
          </ul>
        </>
      )}
    </Panel>
  );
}
