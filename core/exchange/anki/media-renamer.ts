import { decodeEntities } from '../../library/render/decode-entities.ts';
import { localMediaName } from '../../library/render/local-media-name.ts';

/** A name with a suffix before its ending; also in the escaped forms that HTML and URLs have, as a dot is never escaped. */
export const withSuffix = (name: string, suffix: string): string => {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? `${name.slice(0, dot)}-${suffix}${name.slice(dot)}` : `${name}-${suffix}`;
};

/**
 * Where a field, a template or a style sheet names a file: `[sound:…]`, an attribute that loads something, `url(…)`.
 * Bounded pieces keep the search linear.
 */
const references =
  /(\[sound:)([^\]\n]{1,1024})(?=\])|(\b(?:src|data|href|poster)\s{0,16}=\s{0,16}")([^"]{1,4096})(?=")|(\b(?:src|data|href|poster)\s{0,16}=\s{0,16}')([^']{1,4096})(?=')|(\b(?:src|data|href|poster)\s{0,16}=\s{0,16})([^\s"'>]{1,4096})|(url\(\s{0,16}["']?)([^"')\n]{1,1024})(?=["']?\s{0,16}\))/gi;

/**
 * Gives the renamed media of a package their names in the store. `suffixes` holds, by the name in the package, what was put
 * before the ending. Only references are rewritten, never text, and never part of a longer name.
 */
export const mediaRenamer = (suffixes: ReadonlyMap<string, string>): ((text: string) => string) => {
  if (suffixes.size === 0) return (text) => text;
  return (text) =>
    text.replace(references, (whole: string, ...groups: (string | undefined)[]) => {
      const pair = [0, 2, 4, 6, 8].find((index) => groups[index] !== undefined) ?? 0;
      const written = groups[pair + 1] ?? '';
      const name = localMediaName(decodeEntities(written));
      const suffix = name === undefined ? undefined : suffixes.get(name);
      return suffix === undefined ? whole : `${groups[pair] ?? ''}${withSuffix(written, suffix)}`;
    });
};
