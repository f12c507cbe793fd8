import { useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useSettings } from '../../app/use-settings.ts';
import { study } from '../../i18n/en/study.ts';
import { useNight } from '../../ui/use-night.ts';
import { cardDocument, cardSandbox } from './card-document.ts';
import { cardFontFaces } from './card-fonts.ts';
import { markFocusByTab } from './focus-by-tab.ts';
import css from './card-view.module.css';
import { scrollCard } from './scroll-card.ts';
import { showCard } from './show-card.ts';
import type { CardSide } from './show-card.ts';

type CardFrameProps = {
  side: CardSide;
  /** Keys pressed while the frame has the focus. */
  onKey?: (event: KeyboardEvent) => void;
  /** The side stands in the frame. */
  onShown?: () => void;
  /** Without the white space above the text, for a preview. */
  compact?: boolean;
};

/** One frame for all cards: the document stays, its content changes. */
export function CardFrame({ side, onKey, onShown, compact = false }: CardFrameProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [doc, setDoc] = useState<Document>();
  const settings = useSettings();
  const night = useNight(settings['appearance.theme']);
  const font = settings['appearance.readingFont'];
  const scale = settings['appearance.textSize'] / 100;
  const handleKey = useEffectEvent((event: KeyboardEvent) => onKey?.(event));
  const tellShown = useEffectEvent(() => onShown?.());

  useLayoutEffect(() => {
    if (doc !== undefined) applyLook(doc, { night, font, scale, compact });
  }, [doc, night, font, scale, compact]);

  useEffect(() => {
    const view = doc?.defaultView;
    if (doc === undefined || view === null || view === undefined) return undefined;
    const listen = (event: KeyboardEvent) => handleKey(event);
    // A link of a card must not take the frame away from us.
    const stay = (event: Event) => {
      if (event.composedPath().some(isLink)) event.preventDefault();
    };
    view.addEventListener('keydown', listen);
    doc.addEventListener('click', stay, { capture: true });
    return () => {
      view.removeEventListener('keydown', listen);
      doc.removeEventListener('click', stay, { capture: true });
    };
  }, [doc]);

  useEffect(() => {
    const view = doc?.defaultView;
    if (view === null || view === undefined || compact) return undefined;
    const scroll = (event: KeyboardEvent) => {
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey && !event.defaultPrevented;
      if (plain && document.querySelector('[role="dialog"]') === null && scrollCard(view, event.key)) {
        event.preventDefault();
      }
    };
    window.addEventListener('keydown', scroll);
    return () => window.removeEventListener('keydown', scroll);
  }, [doc, compact]);

  useEffect(() => {
    const view = doc?.defaultView;
    if (view === null || view === undefined || frame.current === null) return undefined;
    return markFocusByTab(frame.current, view);
  }, [doc]);

  useEffect(() => {
    if (doc === undefined) return undefined;
    let here = true;
    cardFontFaces(font).then(
      (faces) => {
        const element = doc.getElementById('fonts');
        if (here && element !== null) element.textContent = faces;
      },
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [doc, font]);

  useLayoutEffect(() => {
    if (doc === undefined) return;
    showCard(doc, side, night);
    tellShown();
  }, [doc, side, night]);

  return (
    <iframe
      ref={frame}
      className={css.frame}
      title={study.cardFrame}
      sandbox={cardSandbox}
      srcDoc={cardDocument}
      onLoad={() => {
        setDoc(frame.current?.contentDocument ?? undefined);
      }}
    />
  );
}

/** Of the frame's own realm, so that `instanceof` would not know it. */
function isLink(target: EventTarget): boolean {
  return 'localName' in target && (target.localName === 'a' || target.localName === 'area');
}

type Look = { night: boolean; font: string; scale: number; compact: boolean };

function applyLook(doc: Document, { night, font, scale, compact }: Look): void {
  const root = doc.documentElement;
  root.dataset['theme'] = night ? 'dark' : 'light';
  root.dataset['readingFont'] = font;
  root.classList.toggle('compact', compact);
  root.style.setProperty('--text-scale', String(scale));
}
