import { useEffect, useEffectEvent, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useSettings } from '../../app/use-settings.ts';
import { study } from '../../i18n/en/study.ts';
import { useNight } from '../../ui/use-night.ts';
import { cardDocument, cardSandbox } from './card-document.ts';
import { cardFontFaces } from './card-fonts.ts';
import { CardPlayer } from './card-player.ts';
import { letGo, markFocusByTab } from './focus-by-tab.ts';
import { isForCard, isTextField } from './keys-of-card.ts';
import { labelPlayers } from './label-players.ts';
import css from './card-view.module.css';
import { scrollCard } from './scroll-card.ts';
import { showCard } from './show-card.ts';
import type { CardSide } from './show-card.ts';
import { playing } from './replay-card.ts';
import { askTyped, showTyped, typedInput } from './type-answer.ts';

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
  const readable = settings['appearance.readableColours'];
  const [player] = useState(() => new CardPlayer());
  const before = useRef<{ card: string | undefined; revealed: boolean; typed: string }>(undefined);
  // The same card comes again when something else about it was read anew: what stands in the frame then stays.
  const content = useMemo(() => JSON.stringify(side), [side]);
  const handleKey = useEffectEvent((event: KeyboardEvent) => {
    if (isForCard(event)) onKey?.(event);
  });
  const clicked = useEffectEvent((event: Event) => {
    const [target] = event.composedPath();
    const { sounds } = side;
    if (target === undefined || !('closest' in target) || sounds === undefined) return;
    // Of the frame's own realm, so that `instanceof` would not know it.
    player.playClicked(target as HTMLElement, sounds);
  });
  const tellShown = useEffectEvent(() => onShown?.());

  useLayoutEffect(() => {
    if (doc !== undefined) applyLook(doc, { night, font, scale, compact });
  }, [doc, night, font, scale, compact]);

  useEffect(() => {
    const view = doc?.defaultView;
    if (doc === undefined || view === null || view === undefined) return undefined;
    const listen = (event: KeyboardEvent) => handleKey(event);
    // A link of a card must not take the frame away from us.
    const stay = (event: MouseEvent) => {
      if (event.composedPath().some(isLink)) event.preventDefault();
      clicked(event);
      letGo(event);
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
      if (!plain || isTextField(event.target) || document.querySelector('[role="dialog"]') !== null) return;
      if (scrollCard(view, event.key) || (event.key === '5' && player.pause())) {
        event.preventDefault();
      }
    };
    window.addEventListener('keydown', scroll);
    return () => window.removeEventListener('keydown', scroll);
  }, [doc, compact, player]);

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

  const show = useEffectEvent((into: Document) => {
    const { card, revealed = false, typed, words, sounds } = side;
    const last = before.current;
    // After its answer the same card comes as a new question; shown anew in between, it keeps what was typed.
    const goesOn = card !== undefined && last?.card === card && (revealed || !last.revealed);
    const value = goesOn ? (typedInput(into)?.value ?? last.typed) : '';
    const turned = last?.card !== card || last?.revealed !== revealed;
    before.current = { card, revealed, typed: value };
    showCard(into, side, { night, readable });
    if (words !== undefined && typed !== undefined && typed !== null) {
      if (revealed) showTyped(into, words, typed, value);
      else askTyped(into, words, value);
      if (!revealed && !compact && isNothingElseFocused()) typedInput(into)?.focus({ preventScroll: true });
    }
    if (words !== undefined) void labelPlayers(into, words);
    const own = revealed ? sounds?.answer : sounds?.question;
    if (turned) {
      player.show(into, own ?? []);
      if (!compact && settings['study.autoplay']) player.replay();
    }
    tellShown();
  });
  useLayoutEffect(() => {
    if (doc !== undefined) show(doc);
  }, [doc, content, night, readable]);

  useEffect(() => {
    if (compact) return undefined;
    const stop = playing(player);
    return () => {
      stop();
      player.stop();
    };
  }, [player, compact]);

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

/** A question with a field takes the focus, but not from a dialog or another field. */
function isNothingElseFocused(): boolean {
  return (
    document.querySelector('[role="dialog"], [role="menu"]') === null && !isTextField(document.activeElement)
  );
}

type Look = { night: boolean; font: string; scale: number; compact: boolean };

function applyLook(doc: Document, { night, font, scale, compact }: Look): void {
  const root = doc.documentElement;
  root.dataset['theme'] = night ? 'dark' : 'light';
  root.dataset['readingFont'] = font;
  root.classList.toggle('compact', compact);
  root.style.setProperty('--text-scale', String(scale));
}
