import { decodeEntities } from '../../library/render/decode-entities.ts';

const sources = [
  /\[sound:([^\]]+)\]/g,
  /(?:src|href|data|poster|xlink:href)\s*=\s*"([^"]*)"/gi,
  /(?:src|href|data|poster|xlink:href)\s*=\s*'([^']*)'/gi,
  /(?:src|href|data|poster|xlink:href)\s*=\s*([^\s"'>]+)/gi,
  /url\(\s*['"]?([^'")]+)['"]?\s*\)/gi,
];

const decoded = (name: string): string[] => {
  const text = decodeEntities(name).trim();
  try {
    return [text, decodeURIComponent(text)];
  } catch {
    return [text];
  }
};

/** Of the library's names those that some texts speak of, in whichever way a card may name a file. */
export const mediaInTexts = (texts: Iterable<string>, names: ReadonlySet<string>): Set<string> => {
  const found = new Set<string>();
  let latex = false;
  for (const text of texts) {
    latex ||= /\[latex\]|\[\$\$?\]/i.test(text);
    for (const source of sources) {
      for (const match of text.matchAll(source)) {
        for (const name of decoded(match[1] ?? '')) {
          const normal = name.normalize('NFC');
          if (names.has(normal)) found.add(normal);
        }
      }
    }
  }
  for (const name of names) {
    // Templates name files with an underscore by pieces; pictures of LaTeX are named by what they show.
    if (name.startsWith('_') || (latex && name.startsWith('latex-'))) found.add(name);
  }
  return found;
};
