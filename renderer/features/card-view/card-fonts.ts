import interLatin from '@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?url';
import serifLatin from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2?url';
import serifLatinItalic from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-italic.woff2?url';
import serifLatinExt from '@fontsource-variable/source-serif-4/files/source-serif-4-latin-ext-wght-normal.woff2?url';
import serifGreek from '@fontsource-variable/source-serif-4/files/source-serif-4-greek-wght-normal.woff2?url';
import serifCyrillic from '@fontsource-variable/source-serif-4/files/source-serif-4-cyrillic-wght-normal.woff2?url';
import legible from '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-400-normal.woff2?url';
import legibleBold from '@fontsource/atkinson-hyperlegible/files/atkinson-hyperlegible-latin-700-normal.woff2?url';

type Face = { family: string; url: string; style: 'normal' | 'italic'; weight: string; range?: string };

const serif = 'Source Serif 4 Variable';

// Latin last: of two faces that cover a character, a browser takes the one declared later.
const readingFaces: Record<'serif' | 'sans' | 'hyperlegible', Face[]> = {
  serif: [
    {
      family: serif,
      url: serifCyrillic,
      style: 'normal',
      weight: '200 900',
      range: 'U+0301, U+0400-045F, U+0490-0491, U+04B0-04B1, U+2116',
    },
    { family: serif, url: serifGreek, style: 'normal', weight: '200 900', range: 'U+0370-03FF' },
    {
      family: serif,
      url: serifLatinExt,
      style: 'normal',
      weight: '200 900',
      range: 'U+0100-02BA, U+1E00-1EFF, U+2113, U+2C60-2C7F, U+A720-A7FF',
    },
    {
      family: serif,
      url: serifLatin,
      style: 'normal',
      weight: '200 900',
      range: 'U+0000-00FF, U+0131, U+0152-0153, U+2000-206F, U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215',
    },
    { family: serif, url: serifLatinItalic, style: 'italic', weight: '200 900' },
  ],
  sans: [],
  hyperlegible: [
    { family: 'Atkinson Hyperlegible', url: legible, style: 'normal', weight: '400' },
    { family: 'Atkinson Hyperlegible', url: legibleBold, style: 'normal', weight: '700' },
  ],
};

const interfaceFace: Face = { family: 'Inter Variable', url: interLatin, style: 'normal', weight: '100 900' };

const blobs = new Map<string, Promise<string>>();

/** The frame's policy allows blobs only, so the page fetches our own files for it. */
export function blobOf(url: string): Promise<string> {
  const known = blobs.get(url);
  if (known !== undefined) return known;
  const blob = fetch(url)
    .then((response) => response.blob())
    .then((data) => URL.createObjectURL(data));
  blobs.set(url, blob);
  blob.catch(() => blobs.delete(url));
  return blob;
}

/** Font faces for the card frame, as CSS. */
export async function cardFontFaces(font: 'serif' | 'sans' | 'hyperlegible'): Promise<string> {
  const faces = [interfaceFace, ...readingFaces[font]];
  const rules = await Promise.all(
    faces.map(async ({ family, url, style, weight, range }) => {
      const source = await blobOf(url);
      const limits = range === undefined ? '' : `unicode-range:${range};`;
      return `@font-face{font-family:'${family}';font-style:${style};font-weight:${weight};font-display:swap;src:url(${source}) format('woff2');${limits}}`;
    }),
  );
  return rules.join('\n');
}
