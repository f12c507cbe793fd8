/** Of a letter against the size of the type, on average. */
const letterShare = 0.56;
const swatchWidth = 16;
const gap = 14;
const lineHeight = 18;

/** How wide a text of a picture will be, before it is drawn. */
export const textWidth = (text: string, size = 11): number => text.length * size * letterShare;

type Placed = { text: string; x: number; y: number };

/** Places the entries of a legend line by line; `height` is what they take. */
export function flowLegend(texts: readonly string[], width: number): { entries: Placed[]; height: number } {
  const entries: Placed[] = [];
  let x = 0;
  let y = 0;
  for (const text of texts) {
    const needed = swatchWidth + textWidth(text);
    if (x > 0 && x + needed > width) {
      x = 0;
      y += lineHeight;
    }
    entries.push({ text, x, y });
    x += needed + gap;
  }
  return { entries, height: texts.length === 0 ? 0 : y + lineHeight };
}
