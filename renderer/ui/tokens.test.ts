import { describe, expect, it } from 'vitest';
import tokens from './tokens.css?raw';

type Oklch = readonly [lightness: number, chroma: number, hue: number];
type Theme = 'light' | 'dark';

const number = String.raw`([\d.]+)`;
const pair = new RegExp(
  String.raw`--([\w-]+): light-dark\(oklch\(${number} ${number} ${number}\), oklch\(${number} ${number} ${number}\)\)`,
  'g',
);

function readTokens(css: string): Record<Theme, Map<string, Oklch>> {
  const light = new Map<string, Oklch>();
  const dark = new Map<string, Oklch>();
  for (const match of css.matchAll(pair)) {
    const [, name = '', ...parts] = match;
    const n = parts.map(Number);
    light.set(name, [n[0] ?? 0, n[1] ?? 0, n[2] ?? 0]);
    dark.set(name, [n[3] ?? 0, n[4] ?? 0, n[5] ?? 0]);
  }
  return { light, dark };
}

/** Relative luminance (WCAG 2.2) of an oklch colour clipped to sRGB. Matrices: B. Ottosson, "A perceptual color space", 2020. */
function luminance([lightness, chroma, hue]: Oklch): number {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number): number => Math.min(1, Math.max(0, value));
  const red = clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s);
  const green = clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s);
  const blue = clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Oklch, other: Oklch): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].toSorted((x, y) => y - x);
  return (bright + 0.05) / (dim + 0.05);
}

const themes = readTokens(tokens);

function token(theme: Theme, name: string): Oklch {
  const value = themes[theme].get(name);
  if (value === undefined) throw new Error(`no token --${name} in ${theme}`);
  return value;
}

const grounds = ['canvas', 'surface', 'selected'];
const onGrounds = (name: string, least: number): [string, string, number][] =>
  grounds.map((ground) => [name, ground, least]);

const pairs: [string, string, number][] = [
  ...onGrounds('ink', 12),
  ...['ink-2', 'good', 'warn', 'bad'].flatMap((name) => onGrounds(name, 7)),
  ['good', 'good-soft', 7],
  ['warn', 'warn-soft', 7],
  ['bad', 'bad-soft', 7],
  ['accent', 'canvas', 7],
  ['accent', 'surface', 7],
  ['on-accent', 'accent', 7],
  ['on-accent', 'accent-hover', 7],
  ...onGrounds('accent', 4.5),
  ...onGrounds('edge', 3),
  ...[1, 2, 3, 4, 5, 6].flatMap((n): [string, string, number][] => [
    [`series-${n}`, 'canvas', 3],
    [`series-${n}`, 'surface', 3],
  ]),
];

describe('contrast of the tokens', () => {
  it('measures black on white as 21 to 1', () => {
    expect(contrast([0, 0, 0], [1, 0, 0])).toBeCloseTo(21, 1);
  });

  for (const theme of ['light', 'dark'] as const) {
    it.each(pairs)(`${theme}: --%s on --%s is at least %d to 1`, (text, ground, least) => {
      expect(contrast(token(theme, text), token(theme, ground))).toBeGreaterThanOrEqual(least);
    });

    it(`${theme}: neighbouring data series differ in lightness by .12`, () => {
      for (let n = 1; n < 6; n += 1) {
        const step = Math.abs(token(theme, `series-${n}`)[0] - token(theme, `series-${n + 1}`)[0]);
        expect(step).toBeGreaterThanOrEqual(0.12);
      }
    });
  }
});
