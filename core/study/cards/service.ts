import type { Handlers } from '../../rpc/compose.ts';
import { localMoment } from '../../settings/local-moment.ts';
import { readSettings } from '../../settings/read-settings.ts';
import type { Store } from '../../store/store.ts';
import type { WriteTransaction } from '../../store/write-transaction.ts';
import { changeCells } from './change-cells.ts';
import type { cardsContract } from './contract.ts';
import { forget } from './forget.ts';
import { postpone } from './postpone.ts';
import { setDue } from './set-due.ts';

export const cardsService = (store: Store): Handlers<typeof cardsContract> => {
  const today = (tx: WriteTransaction): number => localMoment(tx.now, store.clock, readSettings(tx)).studyDay;
  return {
    'cards.suspend': (asked) => changeCells(store, 'cards.suspend', asked, () => ({ suspended: 1 })),
    'cards.unsuspend': (asked) => changeCells(store, 'cards.unsuspend', asked, () => ({ suspended: 0 })),
    'cards.bury': (asked) => changeCells(store, 'cards.bury', asked, (tx) => ({ buried_on: today(tx) })),
    'cards.unbury': (asked) => changeCells(store, 'cards.unbury', asked, () => ({ buried_on: null })),
    'cards.flag': (asked) => changeCells(store, 'cards.flag', asked, () => ({ flag: asked.flag })),
    'cards.setDue': (asked) => setDue(store, asked),
    'cards.forget': ({ cards }) => forget(store, cards),
    'cards.postpone': ({ cards, days }) => postpone(store, cards, days),
  };
};
