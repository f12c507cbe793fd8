import { DataError } from '../../data/data-error.ts';
import { ML_LIMITS } from './ml-model.ts';

/** A node for each split, and what stands above and below the nodes of a tree. */
const NESTING = ML_LIMITS.depth + 16;
const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const OPEN = new Set([0x5b, 0x7b]);
const CLOSE = new Set([0x5d, 0x7d]);

/** Throws where the text is nested deeper than any model: what parses or walks it never comes to that. */
function checkNesting(text: string): void {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (inString) {
      if (code === BACKSLASH) at += 1;
      else if (code === QUOTE) inString = false;
    } else if (code === QUOTE) inString = true;
    else if (OPEN.has(code)) depth += 1;
    else if (CLOSE.has(code)) depth -= 1;
    if (depth > NESTING)
      throw new DataError('out_of_range', 'model', null, `is nested more than ${NESTING} deep`);
  }
}

/**
 * JSON from a model file.
 * @throws DataError `malformed`, `out_of_range` (nesting)
 */
export function parseModelText(text: string): unknown {
  checkNesting(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new DataError('malformed', 'model', null, 'is not JSON');
  }
}
