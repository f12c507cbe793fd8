import { drawOcclusion } from './draw-occlusion.ts';
import { replaceLatex } from './draw-latex.ts';
import { fillMedia, withMedia } from './fill-media.ts';
import { fetchMedia, mediaAtHand } from './media-cache.ts';
import type { CardSound } from './card-player.ts';
import type { TypedField, TypedWords } from './type-answer.ts';

export type CardSide = {
  html: string;
  css: string;
  media: readonly string[];
  /** Objective or place above the text; empty: none. */
  place: string;
  /** A word on the place, such as "prerequisite". */
  badge: string;
  missing: (name: string) => string;
  /** Which card it is; without it, every side is of another one. */
  card?: string;
  revealed?: boolean;
  /** What is played by itself, in order, and what the numbers of `[anki:play:…]` count. */
  sounds?: { question: readonly CardSound[]; answer: readonly CardSound[] };
  typed?: TypedField | null;
  /** Quiet lines below the card, each with what it means. */
  notes?: readonly { title: string; help: string }[];
  words?: CardWords;
};

export type CardWords = TypedWords & {
  tooLarge: (name: string) => string;
  say: string;
  play: string;
  noVoice: (lang: string) => string;
};

const defaultFamilies = /^(arial|helvetica|liberation sans)\b/i;
const white = 'rgb(255, 255, 255)';
const black = 'rgb(0, 0, 0)';
/** Note types style `.nightMode` in Anki; `.night-mode` is our own name for the same. */
const nightClasses = ['night-mode', 'nightMode', 'night_mode'];
const coloured = ['color', 'background', 'background-color', 'background-image', '-webkit-text-fill-color'];

export type Look = { night: boolean; readable: boolean };

/** Puts one side of a card into the frame's document. Nothing in it can run: see card-document.ts. */
export function showCard(doc: Document, side: CardSide, { night, readable }: Look): void {
  const root = doc.documentElement;
  setText(doc, 'note-style', withMedia(side.css));
  const qa = doc.getElementById('qa');
  if (qa === null) return;
  showPlace(doc, side);
  qa.innerHTML = side.html;
  for (const element of qa.querySelectorAll<HTMLElement>('[data-media]'))
    fillMedia(doc, element, side, () => latexAsText(doc, qa, element));
  for (const element of qa.querySelectorAll<HTMLElement>('[style*="url("]')) {
    element.setAttribute('style', withMedia(element.getAttribute('style') ?? ''));
  }
  for (const element of qa.querySelectorAll('style')) element.textContent = withMedia(element.textContent);
  if (readable) {
    for (const element of qa.querySelectorAll<HTMLElement>('[style]')) {
      for (const property of coloured) element.style.removeProperty(property);
    }
  }
  root.classList.toggle('readable', readable);
  dress(doc, root, night);
  drawOcclusion(doc);
  if (qa.querySelector('[data-math]') !== null) void drawLater(doc, qa);
  showNotes(doc, side.notes ?? []);
  const answer = doc.getElementById('answer');
  if (answer === null) doc.defaultView?.scrollTo(0, 0);
  else if (answer.offsetTop > doc.documentElement.clientHeight * 0.6)
    answer.scrollIntoView({ block: 'start' });
  const late = side.media.filter((name) => mediaAtHand(name) === undefined);
  if (late.length === 0 || !side.css.includes('url(')) return;
  void Promise.all(late.map(fetchMedia)).then(() => setText(doc, 'note-style', withMedia(side.css)));
}

/** Formulas come with their own bundle; a card without any pays nothing for it. */
async function drawLater(doc: Document, qa: Element): Promise<void> {
  const root = doc.documentElement;
  root.classList.add('drawing');
  try {
    const { drawFormulas } = await import('./draw-formulas.ts');
    await drawFormulas(doc, qa);
  } finally {
    // Without the bundle the sources are shown.
    root.classList.remove('drawing');
  }
}

async function latexAsText(doc: Document, qa: Element, image: HTMLElement): Promise<void> {
  if (await replaceLatex(doc, image)) await drawLater(doc, qa);
}

function showPlace(doc: Document, { place, badge }: CardSide): void {
  const element = doc.getElementById('place');
  if (element === null) return;
  element.textContent = place;
  if (place === '' || badge === '') return;
  const mark = doc.createElement('span');
  mark.textContent = badge;
  element.append(mark);
}

function showNotes(doc: Document, notes: NonNullable<CardSide['notes']>): void {
  const place = doc.getElementById('notes');
  if (place === null) return;
  place.replaceChildren(
    ...notes.map(({ title, help }) => {
      const details = doc.createElement('details');
      const summary = doc.createElement('summary');
      summary.textContent = title;
      const text = doc.createElement('p');
      text.textContent = help;
      details.append(summary, text);
      return details;
    }),
  );
}

/**
 * Whose colours the card wears. Black on white in the system's sans is what Anki writes into every new note type, and
 * gives way to ours. At night ours come in the place of the author's unless the note type has colours for the night.
 */
function dress(doc: Document, root: HTMLElement, night: boolean): void {
  root.classList.remove('plain', 'night-mode', 'own-night');
  doc.body.classList.remove(...nightClasses);
  const byDay = coloursOf(doc);
  root.classList.toggle(
    'plain',
    byDay.background === white && byDay.ink === black && defaultFamilies.test(byDay.family),
  );
  if (!night) return;
  root.classList.add('night-mode');
  doc.body.classList.add(...nightClasses);
  // Measured without our own rule for the night, which `own-night` takes off.
  root.classList.add('own-night');
  const byNight = coloursOf(doc);
  root.classList.toggle('own-night', byNight.background !== byDay.background || byNight.ink !== byDay.ink);
}

function coloursOf(doc: Document): { ink: string; background: string; family: string } {
  const style = doc.defaultView?.getComputedStyle(doc.body);
  return {
    ink: style?.color ?? '',
    background: style?.backgroundColor ?? '',
    family: style?.fontFamily.replaceAll('"', '') ?? '',
  };
}

function setText(doc: Document, id: string, text: string): void {
  const element = doc.getElementById(id);
  if (element !== null && element.textContent !== text) element.textContent = text;
}
