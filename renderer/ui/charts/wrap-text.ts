import { textWidth } from './flow-legend.ts';

/** Of the labels of rows. */
const size = 13;

/** Words of a label in at most `most` lines of a width; what does not fit ends in an ellipsis. */
export function wrapText(text: string, width: number, most = 2): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || textWidth(longer, size) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  const kept = lines.slice(0, most);
  const isCut = lines.length > most;
  return kept.map((one, index) => shorten(one, width, isCut && index === most - 1));
}

function shorten(line: string, width: number, isCut: boolean): string {
  if (!isCut && textWidth(line, size) <= width) return line;
  let kept = line;
  while (kept.length > 1 && textWidth(`${kept}…`, size) > width) kept = kept.slice(0, -1);
  return `${kept.trimEnd()}…`;
}
