import { fetchMedia } from './media-cache.ts';

/** Stretches of LaTeX that KaTeX draws; what stands between them is text. */
const formula =
  /\$\$([\s\S]+?)\$\$|\$([^$]+)\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|\\begin\{(displaymath|equation\*?|math)\}([\s\S]+?)\\end\{\5\}|(\\begin\{(align\*?|gather\*?)\}[\s\S]+?\\end\{\8\})/g;

export type LatexPart = { kind: 'text' | 'inline' | 'display'; text: string };

/** LaTeX as text and formulas, in order. */
export function latexParts(source: string): LatexPart[] {
  const parts: LatexPart[] = [];
  let at = 0;
  for (const match of source.matchAll(formula)) {
    if (match.index > at) parts.push({ kind: 'text', text: source.slice(at, match.index) });
    const inline = match[2] ?? match[4] ?? (match[5] === 'math' ? match[6] : undefined);
    const display = match[1] ?? match[3] ?? match[6] ?? match[7] ?? '';
    parts.push(inline === undefined ? { kind: 'display', text: display } : { kind: 'inline', text: inline });
    at = match.index + match[0].length;
  }
  if (at < source.length) parts.push({ kind: 'text', text: source.slice(at) });
  return parts;
}

/**
 * A `[latex]` of Anki without the PNG it would be: its SVG where the package has that, else the source as formulas, which
 * drawFormulas then draws. True when formulas are to be drawn.
 */
export async function replaceLatex(doc: Document, image: HTMLElement): Promise<boolean> {
  const name = image.dataset['media'] ?? '';
  const svg = await fetchMedia(name.replace(/\.png$/, '.svg'));
  if (svg !== null) {
    image.setAttribute('src', svg);
    return false;
  }
  const place = doc.createElement('span');
  place.className = 'latex';
  for (const { kind, text } of latexParts(image.getAttribute('alt') ?? '')) {
    if (kind === 'text') {
      place.append(text);
      continue;
    }
    const math = doc.createElement('span');
    math.className = 'math';
    math.dataset['math'] = kind;
    math.textContent = kind === 'display' ? `\\[${text}\\]` : `\\(${text}\\)`;
    place.append(math);
  }
  image.replaceWith(place);
  return true;
}
