import { showDone } from '../../app/undo.ts';
import { cardWords as words } from '../../i18n/en/cards.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { showToast } from '../../ui/toast.ts';

type Cards = readonly string[];

/** Says what was done with the way back, or why it was not; true when something changed. */
async function done(work: Promise<{ cards: number }>, sentence: (count: number) => string): Promise<boolean> {
  try {
    const { cards } = await work;
    if (cards === 0) showToast({ text: words.unchanged });
    else await showDone(sentence(cards));
    return cards > 0;
  } catch (error) {
    reportFailure(error);
    return false;
  }
}

/** What can be done to one card or many, each with its sentence and its way back. */
export const cardCommands = {
  suspend: (cards: Cards, wholeNotes = false) =>
    done(callService('cards.suspend', { cards: [...cards], wholeNotes }), words.didSuspend),
  unsuspend: (cards: Cards) =>
    done(callService('cards.unsuspend', { cards: [...cards] }), words.didUnsuspend),
  bury: (cards: Cards, wholeNotes = false) =>
    done(callService('cards.bury', { cards: [...cards], wholeNotes }), words.didBury),
  unbury: (cards: Cards) => done(callService('cards.unbury', { cards: [...cards] }), words.didUnbury),
  flag: (cards: Cards, flag: number) =>
    done(callService('cards.flag', { cards: [...cards], flag }), (count) => words.didFlag(count, flag)),
  setDue: (cards: Cards, due: { fromDays: number; toDays: number; setInterval: boolean }) =>
    done(callService('cards.setDue', { cards: [...cards], ...due }), words.didSetDue),
  forget: (cards: Cards) => done(callService('cards.forget', { cards: [...cards] }), words.didForget),
  postpone: (cards: Cards, days: number) =>
    done(callService('cards.postpone', { cards: [...cards], days }), words.didPostpone),
  remove: (cards: Cards) =>
    done(
      callService('notes.remove', { cards: [...cards] }).then(({ notes }) => ({ cards: notes })),
      words.didRemove,
    ),
  tag: (cards: Cards, add: readonly string[], remove: readonly string[]) =>
    done(
      callService('notes.tag', { cards: [...cards], add: [...add], remove: [...remove] }).then(
        ({ notes }) => ({ cards: notes }),
      ),
      words.didTag,
    ),
  move: (cards: Cards, lecture: string) =>
    done(callService('notes.move', { cards: [...cards], lecture }), words.didMove),
};
