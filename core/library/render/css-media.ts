import { localMediaName } from './local-media-name.ts';

// Bounded pieces keep the search linear when a bracket or quote never closes.
const URL = /url\(\s{0,64}(?:"([^"\n]{0,1024})"|'([^'\n]{0,1024})'|([^()"'\s]{0,1024}))\s{0,64}\)/gi;

/** The local files a style sheet or `style` attribute names in `url(…)`, in order, each as often as it stands there. */
export function cssMedia(css: string): string[] {
  if (!/url\(/i.test(css)) return [];
  return [...css.matchAll(URL)].flatMap((match) => {
    const name = localMediaName(match[1] ?? match[2] ?? match[3] ?? '');
    return name === undefined ? [] : [name];
  });
}

/**
 * A style sheet that cannot end its `<style>` element nor start a tag in it, also inside SVG where its content is read as
 * markup. `<` is written as a CSS escape, which means the same inside strings, unless what follows shows a comparison of a
 * media query, which no browser reads as a tag.
 */
export function safeCss(css: string): string {
  return css.replace(/<(?![\s=\d.])/g, '\\3c ').replace(/javascript:/gi, 'blocked:');
}
