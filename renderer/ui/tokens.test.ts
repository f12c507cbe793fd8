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

type Triple = readonly [number, number, number];

/** Linear light of an oklch colour clipped to sRGB. Matrices: B. Ottosson, "A perceptual color space", 2020. */
function linearRgb([lightness, chroma, hue]: Oklch): Triple {
  const angle = (hue * Math.PI) / 180;
  const a = chroma * Math.cos(angle);
  const b = chroma * Math.sin(angle);
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return clip([
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ]);
}

const clip = ([red, green, blue]: Triple): Triple => {
  const within = (value: number): number => Math.min(1, Math.max(0, value));
  return [within(red), within(green), within(blue)];
};

/** Relative luminance (WCAG 2.2). */
function luminance(colour: Oklch): number {
  const [red, green, blue] = linearRgb(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Linear light as it is seen, rows of a matrix. Machado, Oliveira and Fernandes 2009, table 1, severity 1. */
const eyes: Record<string, readonly [Triple, Triple, Triple]> = {
  'full colour': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const dot = (one: Triple, other: Triple): number => one[0] * other[0] + one[1] * other[1] + one[2] * other[2];

/** A colour as an eye sees it, in OKLab. */
function seen(eye: readonly [Triple, Triple, Triple], colour: Oklch): Triple {
  const light = linearRgb(colour);
  const rgb = clip([dot(eye[0], light), dot(eye[1], light), dot(eye[2], light)]);
  const cones: Triple = [
    Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], rgb)),
    Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], rgb)),
    Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], rgb)),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], cones),
    dot([1.9779984951, -2.428592205, 0.4505937099], cones),
    dot([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}

function distance(one: Triple, other: Triple): number {
  return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);
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
  // Words and figures stand on every step of the scale.
  ...['below-3', 'below-2', 'below-1', 'usual', 'above-1', 'above-2', 'above-3'].map(
    (name): [string, string, number] => ['ink', name, 7],
  ),
  // The highest step is seen on its ground, the lowest is not taken for nothing.
  ['much-4', 'surface', 3],
  ['much-1', 'surface', 1.25],
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

describe('colours that carry a meaning', () => {
  const series = ['series-1', 'series-2', 'series-3', 'series-4', 'series-5', 'series-6'];
  const scale = ['below-3', 'below-2', 'below-1', 'usual', 'above-1', 'above-2', 'above-3'];
  const amounts = ['surface', 'much-1', 'much-2', 'much-3', 'much-4'];
  /** The least distance between any two. */
  const nearest = (theme: Theme, eye: string, names: readonly string[]): number => {
    const colours = names.map((name) => seen(eyes[eye] ?? eyes['full colour']!, token(theme, name)));
    return Math.min(
      ...colours.flatMap((one, at) => colours.slice(at + 1).map((other) => distance(one, other))),
    );
  };

  it('measures black from white as 1, and red from green as less for those who do not tell them apart', () => {
    const [red, green]: [Oklch, Oklch] = [
      [0.6, 0.12, 25],
      [0.6, 0.12, 145],
    ];
    const apart = (eye: string): number => distance(seen(eyes[eye]!, red), seen(eyes[eye]!, green));
    expect(distance(seen(eyes['protanopia']!, [0, 0, 0]), seen(eyes['protanopia']!, [1, 0, 0]))).toBeCloseTo(
      1,
      2,
    );
    expect(apart('deuteranopia')).toBeLessThan(apart('full colour') / 2);
  });

  for (const theme of ['light', 'dark'] as const) {
    describe.each(Object.keys(eyes))(`${theme}, %s`, (eye) => {
      it('six series are told apart', () => expect(nearest(theme, eye, series)).toBeGreaterThan(0.09));
      it('each step of the scale is told from the next', () =>
        expect(nearest(theme, eye, scale)).toBeGreaterThan(0.03));
      it('below is told from above', () => {
        for (const step of [1, 2, 3]) {
          expect(nearest(theme, eye, [`below-${step}`, `above-${step}`])).toBeGreaterThan(0.03 * (step + 1));
        }
      });
      it('each amount is told from the next', () =>
        expect(nearest(theme, eye, amounts)).toBeGreaterThan(0.09));
    });
  }
});
