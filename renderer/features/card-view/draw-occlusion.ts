const svgNamespace = 'http://www.w3.org/2000/svg';

type Fill = { colour: string; border: string; width: number };
type Kind = 'active' | 'inactive' | 'highlight';

const kinds: readonly { selector: string; kind: Kind }[] = [
  { selector: '.cloze-inactive', kind: 'inactive' },
  { selector: '.cloze', kind: 'active' },
  { selector: '.cloze-highlight', kind: 'highlight' },
];

/** What Anki draws where the note type says nothing else. */
const standard: Record<Kind, Fill> = {
  active: { colour: '#ff8e8e', border: '#212121', width: 1 },
  inactive: { colour: '#ffeba2', border: '#212121', width: 1 },
  highlight: { colour: '#ff8e8e00', border: '#ff8e8e', width: 1 },
};

/**
 * Draws the masks of Anki's image occlusion over its picture, as SVG in the picture's own measure, and answers its "Toggle
 * masks" button: what the script of the note type would do. The picture stays unseen until its masks are on it.
 */
export function drawOcclusion(doc: Document): void {
  const container = doc.getElementById('image-occlusion-container');
  const image = container?.querySelector('img') ?? null;
  const masks = doc.querySelectorAll<HTMLElement>('#qa [data-shape]');
  if (container === null || image === null || masks.length === 0) return;
  container.classList.add('covered');
  const draw = (): void => {
    if (!image.isConnected) return;
    container.querySelector('svg.masks')?.remove();
    container.append(maskLayer(doc, image));
    container.classList.add('drawn');
  };
  if (image.complete && image.naturalWidth > 0) draw();
  else image.addEventListener('load', draw, { once: true });
  image.addEventListener('error', () => container.classList.add('drawn'), { once: true });
  const toggle = doc.getElementById('toggle');
  if (toggle === null) return;
  if (doc.querySelector('#qa .cloze-inactive[data-occludeinactive]:not([data-occludeinactive="0"])') === null)
    toggle.hidden = true;
  toggle.addEventListener('click', () => container.classList.toggle('uncovered'));
}

function maskLayer(doc: Document, image: HTMLImageElement): SVGElement {
  // A picture without a size of its own (some SVG) is taken as it is laid out.
  const width = image.naturalWidth || image.clientWidth || 1;
  const height = image.naturalHeight || image.clientHeight || 1;
  const layer = doc.createElementNS(svgNamespace, 'svg');
  layer.setAttribute('class', 'masks');
  layer.setAttribute('viewBox', `0 0 ${width} ${height}`);
  layer.setAttribute('preserveAspectRatio', 'none');
  layer.setAttribute('aria-hidden', 'true');
  for (const { selector, kind } of kinds) {
    const fill = fillOf(doc, kind);
    for (const mask of doc.querySelectorAll<HTMLElement>(`#qa ${selector}[data-shape]`)) {
      const covers = kind !== 'inactive' || hides(mask) || mask.dataset['shape'] === 'text';
      const shape = covers ? shapeOf(doc, mask, width, height) : undefined;
      if (shape === undefined) continue;
      if (mask.dataset['shape'] !== 'text') paint(shape, mask, fill, kind);
      layer.append(shape);
    }
  }
  return layer;
}

/** "Hide all, guess one": masks of the other cards stay on. */
const hides = (mask: HTMLElement): boolean => !['0', undefined].includes(mask.dataset['occludeinactive']);

function paint(shape: SVGElement, mask: HTMLElement, { colour, border, width }: Fill, kind: Kind): void {
  shape.setAttribute('data-kind', kind);
  shape.setAttribute('fill', (kind === 'inactive' ? mask.dataset['fill'] : undefined) ?? colour);
  shape.setAttribute('stroke', border);
  shape.setAttribute('stroke-width', String(width));
  shape.setAttribute('vector-effect', 'non-scaling-stroke');
}

function shapeOf(doc: Document, mask: HTMLElement, width: number, height: number): SVGElement | undefined {
  const make = (name: string, attributes: Record<string, number | string>): SVGElement => {
    const element = doc.createElementNS(svgNamespace, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    return element;
  };
  const number = (key: string, otherwise = 0): number => {
    const value = Number(mask.dataset[key] ?? otherwise);
    return Number.isFinite(value) ? value : otherwise;
  };
  const x = number('left') * width;
  const y = number('top') * height;
  const turned = (element: SVGElement): SVGElement => {
    const angle = number('angle');
    if (angle !== 0) element.setAttribute('transform', `rotate(${angle} ${x} ${y})`);
    return element;
  };
  switch (mask.dataset['shape']) {
    case 'rect':
      return turned(
        make('rect', {
          x,
          y,
          width: Math.max(0, number('width')) * width,
          height: Math.max(0, number('height')) * height,
        }),
      );
    case 'ellipse': {
      const rx = Math.max(0, number('rx')) * width;
      const ry = Math.max(0, number('ry')) * height;
      return turned(make('ellipse', { cx: x + rx, cy: y + ry, rx, ry }));
    }
    case 'polygon': {
      const points = pointsOf(mask, width, height);
      if (points.length === 0) return undefined;
      // Anki moves a polygon so that its corner stands at left and top, where those are given.
      const dx = mask.dataset['left'] === undefined ? 0 : x - Math.min(...points.map((point) => point.x));
      const dy = mask.dataset['top'] === undefined ? 0 : y - Math.min(...points.map((point) => point.y));
      return turned(
        make('polygon', { points: points.map((point) => `${point.x + dx},${point.y + dy}`).join(' ') }),
      );
    }
    case 'text':
      return turned(
        label(
          doc,
          mask.dataset['text'] ?? '',
          x,
          y,
          number('fontSize', 0.04) * height,
          number('scale', 1),
          make,
        ),
      );
    default:
      return undefined;
  }
}

function pointsOf(mask: HTMLElement, width: number, height: number): { x: number; y: number }[] {
  return (mask.dataset['points'] ?? '').split(' ').flatMap((pair) => {
    const [x, y] = pair.split(',').map(Number);
    return x === undefined || y === undefined || !Number.isFinite(x + y)
      ? []
      : [{ x: x * width, y: y * height }];
  });
}

/** A label on the picture: black on white, one line of text a line. */
function label(
  doc: Document,
  text: string,
  x: number,
  y: number,
  fontSize: number,
  scale: number,
  make: (name: string, attributes: Record<string, number | string>) => SVGElement,
): SVGElement {
  const size = Math.max(1, fontSize * (scale > 0 ? scale : 1));
  const lines = text.split('\n').slice(0, 50);
  const longest = Math.max(...lines.map((line) => Array.from(line).length));
  const group = make('g', {});
  group.append(
    make('rect', {
      x,
      y,
      width: longest * size * 0.6 + size * 0.3,
      height: lines.length * size * 1.3,
      fill: '#fff',
    }),
  );
  for (const [index, line] of lines.entries()) {
    const row = make('text', {
      x: x + size * 0.15,
      y: y + size * (1 + index * 1.3),
      'font-size': size,
      fill: '#000',
    });
    row.append(doc.createTextNode(line));
    group.append(row);
  }
  return group;
}

/** Note types set their colours as properties of the canvas that Anki draws on. */
function fillOf(doc: Document, kind: Kind): Fill {
  const canvas = doc.getElementById('image-occlusion-canvas') ?? doc.body;
  const style = doc.defaultView?.getComputedStyle(canvas);
  const value = (name: string): string => style?.getPropertyValue(name).trim() ?? '';
  const name = kind === 'highlight' ? '--highlight-shape' : `--${kind}-shape`;
  const colour = value(`${name}-color`);
  const [width = '', border = ''] = value(`${name}-border`).split(/\s+/, 2);
  const given = Number.parseFloat(width);
  return {
    colour: isColour(doc, colour) ? colour : standard[kind].colour,
    border: isColour(doc, border) ? border : standard[kind].border,
    width: Number.isFinite(given) ? Math.min(20, Math.max(0, given)) : standard[kind].width,
  };
}

const isColour = (doc: Document, text: string): boolean =>
  text !== '' && (doc.defaultView?.CSS.supports('color', text) ?? false);
