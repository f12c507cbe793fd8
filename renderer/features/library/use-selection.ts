import { useState } from 'react';
import { cardWords } from '../../i18n/en/cards.ts';
import { callService } from '../../transport/connection.ts';
import { reportFailure } from '../../transport/report-failure.ts';
import { showToast } from '../../ui/toast.ts';
import type { CardRow, CardsInput } from './use-card-rows.ts';

/** As many as one step of undo takes. */
const mostCards = 5000;

export type Selection = {
  cards: ReadonlySet<string>;
  has: (row: CardRow | undefined) => boolean;
  toggle: (row: CardRow | undefined, index: number) => void;
  /** Everything between the last one chosen and this one, as far as it has been loaded. */
  extend: (index: number, rowAt: (index: number) => CardRow | undefined) => void;
  all: () => void;
  clear: () => void;
};

/** Which cards of a list are chosen, by uid: a row may move, its card stays chosen. */
export function useSelection(asked: CardsInput): Selection {
  const [cards, setCards] = useState<ReadonlySet<string>>(new Set());
  const [anchor, setAnchor] = useState(0);
  return {
    cards,
    has: (row) => row !== undefined && cards.has(row.uid),
    toggle: (row, index) => {
      if (row === undefined) return;
      const next = new Set(cards);
      if (!next.delete(row.uid)) next.add(row.uid);
      setCards(next);
      setAnchor(index);
    },
    extend: (index, rowAt) => {
      const next = new Set(cards);
      for (let at = Math.min(anchor, index); at <= Math.max(anchor, index); at += 1) {
        const row = rowAt(at);
        if (row !== undefined && next.size < mostCards) next.add(row.uid);
      }
      setCards(next);
    },
    all: () => {
      callService('library.select', { ...asked, limit: mostCards }).then((found) => {
        setCards(new Set(found.cards));
        if (found.total > found.cards.length)
          showToast({ text: cardWords.selectionBound(found.cards.length) });
      }, reportFailure);
    },
    clear: () => setCards(new Set()),
  };
}
