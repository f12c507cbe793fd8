import type { Outcome } from '../../rpc/changes.ts';
import type { Store } from '../../store/store.ts';
import type { Row } from '../../store/undo-steps.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { cardsMeant } from './cards-meant.ts';

export type Changed = { cards: number };

type Asked = { cards: readonly string[]; wholeNotes?: boolean | undefined };

/** Gives some cards the same cells in one write, and says how many did not have them. */
export const changeCells = (
  store: Store,
  command: string,
  asked: Asked,
  patch: (tx: WriteTransaction) => Row,
): Promise<Outcome<Changed>> =>
  store.write(command, (tx) => {
    const cells = patch(tx);
    let cards = 0;
    for (const { id } of cardsMeant(tx, asked.cards, asked.wholeNotes)) {
      if (tx.updateRow('cards', { id }, cells)) cards += 1;
    }
    return { cards };
  });
