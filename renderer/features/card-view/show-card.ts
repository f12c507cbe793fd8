import { fetchMedia, mediaAtHand } from './media-cache.ts';

export type CardSide = {
  html: string;
  css: string;
  media: readonly string[];
  /** Objective or place above the text; empty: none. */
  place: string;
  /** A word on the place, such as "prerequisite". */
  badge: string;
  missing: (name: string) => string;
};

const defaultFamilies = /^(arial|helvetica|liberation sans)\b/i;
const white = 'rgb(255, 255, 255)';
const black = 'rgb(0, 0, 0)';

/** Puts one side of a card into the frame's document. Nothing in it can run: see card-document.ts. */
export function showCard(doc: Document, side: CardSide, night: boolean): void {
  const root = doc.documentElement;
  // Note types style `.nightMode` in Anki; `.night-mode` is our own name for the same.
  root.classList.toggle('night-mode', night);
  for (const name of ['night-mode', 'nightMode', 'night_mode']) doc.body.classList.toggle(name, night);
  setText(doc, 'note-style', withMedia(side.css));
  const qa = doc.getElementById('qa');
  if (qa === null) return;
  showPlace(doc, side);
  qa.innerHTML = side.html;
  for (const element of qa.querySelectorAll<HTMLElement>('[data-media]'))
    fillMedia(doc, element, side.missing);
  for (const element of qa.querySelectorAll<HTMLElement>('[style*="url("]')) {
    element.setAttribute('style', withMedia(element.getAttribute('style') ?? ''));
  }
  for (const element of qa.querySelectorAll('style')) element.textContent = withMedia(element.textContent);
  root.classList.toggle('plain', looksDefault(doc, root));
  const answer = doc.getElementById('answer');
  if (answer === null) doc.defaultView?.scrollTo(0, 0);
  else if (answer.offsetTop > doc.documentElement.clientHeight * 0.6)
    answer.scrollIntoView({ block: 'start' });
  const late = side.media.filter((name) => mediaAtHand(name) === undefined);
  if (late.length === 0 || !side.css.includes('url(')) return;
  void Promise.all(late.map(fetchMedia)).then(() => setText(doc, 'note-style', withMedia(side.css)));
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

/** Black on white in the system's sans is what Anki writes into every new note type. */
function looksDefault(doc: Document, root: HTMLElement): boolean {
  root.classList.remove('plain', 'night-mode');
  const style = doc.defaultView?.getComputedStyle(doc.body);
  const found =
    style !== undefined &&
    style.backgroundColor === white &&
    style.color === black &&
    defaultFamilies.test(style.fontFamily.replaceAll('"', ''));
  root.classList.toggle('night-mode', doc.body.classList.contains('night-mode'));
  return found;
}

function fillMedia(doc: Document, element: HTMLElement, missing: CardSide['missing']): void {
  const name = element.dataset['media'] ?? '';
  const set = (url: string | null): void => {
    if (url !== null) element.setAttribute('src', url);
    else {
      const note = doc.createElement('span');
      note.className = 'missing-media';
      note.textContent = missing(name);
      element.replaceWith(note);
    }
  };
  const url = mediaAtHand(name);
  if (url !== undefined) set(url);
  else void fetchMedia(name).then(set);
}

const cssUrl = /url\(\s{0,64}(?:"([^"\n]{0,1024})"|'([^'\n]{0,1024})'|([^)"'\s]{0,1024}))\s{0,64}\)/gi;

/** Local files in `url(…)` as the blob URLs at hand; what is not at hand stays and loads nothing. */
export function withMedia(css: string): string {
  if (!css.includes('url(')) return css;
  return css.replace(cssUrl, (whole, double?: string, single?: string, bare?: string) => {
    const name = decodeName(double ?? single ?? bare ?? '');
    const url = mediaAtHand(name);
    return url === undefined || url === null ? whole : `url("${url}")`;
  });
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function setText(doc: Document, id: string, text: string): void {
  const element = doc.getElementById(id);
  if (element !== null && element.textContent !== text) element.textContent = text;
}
