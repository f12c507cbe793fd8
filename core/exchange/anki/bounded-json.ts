/** Parses JSON nested at most `maxDepth` deep, so that hostile nesting can exhaust neither a stack nor the walkers of the value.
 * @throws SyntaxError for invalid JSON, RangeError for nesting too deep */
export function parseBoundedJson(text: string, maxDepth: number): unknown {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (inString) {
      if (code === 0x5c) index += 1;
      else if (code === 0x22) inString = false;
    } else if (code === 0x22) {
      inString = true;
    } else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > maxDepth) throw new RangeError(`JSON is nested more than ${maxDepth} deep`);
    } else if (code === 0x7d || code === 0x5d) {
      depth -= 1;
    }
  }
  return JSON.parse(text);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
