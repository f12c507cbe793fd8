import { useEffect, useMemo, useState } from 'react';
import { study } from '../../i18n/en/study.ts';
import type { Output } from '../../transport/app-contract.ts';
import { CardFrame } from '../card-view/card-frame.tsx';
import { sideOf } from '../card-view/side-of.ts';

type Rendered = Output<'library.card'>;

type CardProps = {
  rendered: Rendered;
  revealed: boolean;
  onKey: (event: KeyboardEvent) => void;
  onShown: () => void;
};

/** One side of one card, read out once it stands. */
export function StudyCard({ rendered, revealed, onKey, onShown }: CardProps) {
  const side = useMemo(() => sideOf(rendered, revealed), [rendered, revealed]);
  const [spoken, setSpoken] = useState('');
  useEffect(() => {
    // After the paint: reading the text out must not hold the card back.
    const timer = setTimeout(() => setSpoken(textOf(side.html)), 60);
    return () => clearTimeout(timer);
  }, [side]);
  return (
    <>
      <CardFrame side={side} onKey={onKey} onShown={onShown} />
      <p className="visually-hidden" aria-live="polite">
        {spoken === '' ? '' : `${revealed ? study.answer : study.question}: ${spoken}`}
      </p>
    </>
  );
}

/** The words of card HTML. A parsed document is inert: it loads and runs nothing. */
function textOf(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  for (const style of body.querySelectorAll('style')) style.remove();
  return body.textContent.replaceAll(/\s+/g, ' ').trim().slice(0, 600);
}
