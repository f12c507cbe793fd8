import { fetchMedia, isMediaTooLarge, mediaAtHand } from './media-cache.ts';
import type { CardSide } from './show-card.ts';

/** Gives an element its file; a word in its place where there is none. */
export function fillMedia(
  doc: Document,
  element: HTMLElement,
  side: CardSide,
  onMissingLatex: () => Promise<void>,
): void {
  const name = element.dataset['media'] ?? '';
  const set = (url: string | null): void => {
    if (url !== null) element.setAttribute('src', url);
    else if (element.classList.contains('latex')) void onMissingLatex();
    else {
      const note = doc.createElement('span');
      note.className = 'missing-media';
      note.textContent =
        (isMediaTooLarge(name) ? side.words?.tooLarge(name) : undefined) ?? side.missing(name);
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
