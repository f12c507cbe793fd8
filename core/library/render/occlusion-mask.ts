import { escapeHtml } from './escape-html.ts';

/** How the deletion of a mask stands on this side of the card. */
export type MaskState = 'cloze' | 'cloze-inactive' | 'cloze-highlight';

const PREFIX = 'image-occlusion:';
const SHAPES: ReadonlySet<string> = new Set(['rect', 'ellipse', 'polygon', 'text']);

/** Names in the field and the data attributes they become: the ones note types style and scripts of Anki read. */
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['left', 'left'],
  ['top', 'top'],
  ['width', 'width'],
  ['height', 'height'],
  ['rx', 'rx'],
  ['ry', 'ry'],
  ['scale', 'scale'],
  ['angle', 'angle'],
  ['fs', 'font-size'],
  ['oi', 'occludeinactive'],
]);

// A property's value ends at a colon that no backslash stands before.
const PROPERTY = /:([a-z]{1,12})=((?:[^:\\]|\\[\s\S])*)/g;
const NUMBER = /^-?(?:\d{1,8}(?:\.\d{0,12})?|\.\d{1,12})$/;
const POINT = /^-?\d{0,8}\.?\d{0,12},-?\d{0,8}\.?\d{0,12}$/;
const COLOUR = /^(?:#[\da-f]{3,8}|[a-z]{3,24})$/i;

export const isOcclusion = (deletion: string): boolean => deletion.startsWith(PREFIX);

/**
 * A deletion of Anki's image occlusion, such as `image-occlusion:rect:left=.1:top=.2:width=.3:height=.1:oi=1`, as an empty
 * element that carries its geometry in fractions of the picture; the page draws it. Values that are not what they should
 * be are left out. Empty for an unknown shape.
 */
export function occlusionMask(deletion: string, numbers: readonly number[], state: MaskState): string {
  const [shape = ''] = deletion.slice(PREFIX.length).split(':', 1);
  if (!SHAPES.has(shape)) return '';
  const data = [...deletion.slice(PREFIX.length + shape.length).matchAll(PROPERTY)].map(
    ([, name = '', value = '']) => attributeOf(name, value.replace(/\\([\s\S])/g, '$1')),
  );
  return `<div class="${state}" data-ordinal="${numbers.join(',')}" data-shape="${shape}"${data.join('')}></div>`;
}

function attributeOf(name: string, value: string): string {
  const number = NUMBERS.get(name);
  if (number !== undefined) return NUMBER.test(value) ? ` data-${number}="${value}"` : '';
  if (name === 'fill') return COLOUR.test(value) ? ` data-fill="${value}"` : '';
  if (name === 'text') return value === '' ? '' : ` data-text="${escapeHtml(value)}"`;
  if (name !== 'points') return '';
  const points = value.split(' ').filter((point) => /\d/.test(point) && POINT.test(point));
  return points.length === 0 ? '' : ` data-points="${points.join(' ')}"`;
}
