/** What shapes of a picture get from style sheets, which do not come along when it is drawn elsewhere. */
const drawn = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
] as const;

const margin = 16;
const titleHeight = 28;
/** Sharp on paper and on dense screens. */
const density = 2;

/** A chart as a PNG: its title and its picture on the ground it stands on. Throws where the picture cannot be drawn. */
export async function drawPng(svg: SVGSVGElement, title: string): Promise<Blob> {
  const { width, height } = svg.viewBox.baseVal;
  const image = await load(standalone(svg, width, height));
  const canvas = document.createElement('canvas');
  canvas.width = (width + 2 * margin) * density;
  canvas.height = (height + 2 * margin + titleHeight) * density;
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('no canvas');
  const style = getComputedStyle(svg);
  const colour = (token: string) => style.getPropertyValue(token);
  context.scale(density, density);
  context.fillStyle = resolved(svg, colour('--surface'));
  context.fillRect(0, 0, width + 2 * margin, height + 2 * margin + titleHeight);
  context.fillStyle = resolved(svg, colour('--ink'));
  context.font = `600 15px ${style.fontFamily}`;
  context.fillText(title, margin, margin + 14, width);
  context.drawImage(image, 0, margin + titleHeight, width + 2 * margin, height + margin);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)), 'image/png');
  });
}

/** A token's value as a plain colour: `light-dark()` means nothing to a canvas. */
function resolved(svg: SVGSVGElement, value: string): string {
  const probe = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  probe.style.fill = value;
  svg.append(probe);
  const colour = getComputedStyle(probe).fill;
  probe.remove();
  return colour;
}

/** The picture as text that needs no style sheet. */
function standalone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll('*')];
  for (const [index, element] of [copy, ...copy.querySelectorAll('*')].entries()) {
    const original = originals[index];
    if (original === undefined || !(element instanceof SVGElement)) continue;
    const style = getComputedStyle(original);
    // As attributes: the policy of the page forbids styles in what comes from it, this picture among them.
    for (const name of drawn) element.setAttribute(name, style.getPropertyValue(name));
    element.removeAttribute('class');
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  // Names at the edges reach beyond the picture into the margin.
  copy.setAttribute('viewBox', `${-margin} 0 ${width + 2 * margin} ${height + margin}`);
  copy.setAttribute('width', String(width + 2 * margin));
  copy.setAttribute('height', String(height + margin));
  return new XMLSerializer().serializeToString(copy);
}

async function load(source: string): Promise<HTMLImageElement> {
  const url = URL.createObjectURL(new Blob([source], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(url);
  }
}
