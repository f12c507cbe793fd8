import katex from 'katex';
import katexCss from 'katex/dist/katex.min.css?raw';
import { blobOf } from './card-fonts.ts';

const fontUrls = import.meta.glob<string>('../../../node_modules/katex/dist/fonts/*.woff2', {
  query: '?url',
  import: 'default',
  eager: true,
});

/** A formula stays in its line and in the time of a card, whatever it says. */
const limits = { maxSize: 40, maxExpand: 2000 };

let chemistry: Promise<unknown> | undefined;

/**
 * Draws the formulas of a side as HTML and MathML without a script. What KaTeX cannot read stays as its source. Nothing in
 * a formula can link, load or name a class of ours (`trust` is off).
 */
export async function drawFormulas(doc: Document, root: Element): Promise<void> {
  const places = [...root.querySelectorAll<HTMLElement>('[data-math]:not([data-drawn])')];
  // Few cards have \ce or \pu: mhchem comes with the first.
  if (places.some(({ textContent }) => /\\(?:ce|pu)\b/.test(textContent))) {
    chemistry ??= import('katex/contrib/mhchem');
    await chemistry.catch(() => undefined);
  }
  // First the style: without it a formula stands there twice, once for eyes and once for screen readers.
  await addStyle(doc);
  for (const place of places) {
    // Another run may have come first while this one waited.
    if (place.dataset['drawn'] !== undefined) continue;
    const source = place.textContent.slice(2, -2);
    const drawn = formulaHtml(source, place.dataset['math'] === 'display');
    place.dataset['drawn'] = drawn === undefined ? 'no' : 'yes';
    if (drawn !== undefined) place.innerHTML = drawn;
  }
}

/** A formula as HTML; undefined where KaTeX cannot read it. */
export function formulaHtml(source: string, display: boolean): string | undefined {
  try {
    return katex.renderToString(source, {
      ...limits,
      displayMode: display,
      output: 'htmlAndMathml',
      throwOnError: true,
      trust: false,
      strict: 'ignore',
    });
  } catch {
    return undefined;
  }
}

let style: Promise<string> | undefined;

/** KaTeX's own style sheet, its fonts as blobs; where they cannot be had, with other letters until the next formula. */
async function addStyle(doc: Document): Promise<void> {
  style ??= styleWithFonts();
  let text = katexCss;
  try {
    text = await style;
  } catch {
    style = undefined;
  }
  const element = doc.getElementById('math-style');
  if (element !== null && element.textContent !== text) element.textContent = text;
}

async function styleWithFonts(): Promise<string> {
  const blobs = new Map(
    await Promise.all(
      Object.entries(fontUrls).map(
        async ([path, url]) => [path.slice(path.lastIndexOf('/') + 1), await blobOf(url)] as const,
      ),
    ),
  );
  return katexCss.replace(/src:url\(fonts\/([\w-]+\.woff2)\)[^;}]*/g, (_, file: string) => {
    return `src:url(${blobs.get(file) ?? ''}) format("woff2")`;
  });
}
