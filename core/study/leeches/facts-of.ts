import { clozeOrdinals } from '../../library/render/cloze-ordinals.ts';
import { plainText } from '../../library/render/plain-text.ts';

const lines = /<\/?(?:li|ul|ol|div|p|br|tr)\b[^>]{0,200}>/gi;
const most = 20;

/**
 * The facts that a note lists, each as HTML of a field: the lines of its answer, or, of a cloze note, the lines that hold
 * a deletion. Empty where it lists fewer than two.
 */
export const factsOf = (kind: 'standard' | 'cloze', fields: readonly string[]): string[] => {
  const source = (kind === 'cloze' ? fields[0] : fields[1]) ?? '';
  const facts = source
    .split(lines)
    .map((line) => line.trim())
    .filter((line) => plainText(line, 1) !== '' && (kind === 'standard' || clozeOrdinals([line]).length > 0));
  return facts.length < 2 ? [] : facts.slice(0, most);
};
