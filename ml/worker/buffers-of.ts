/**
 * The buffers of all typed arrays in a value of plain objects and arrays, each once: what to move when the value goes
 * to another thread. A view moves the whole buffer it looks at. Shared memory is left out: both sides keep it.
 */
export function buffersOf(value: unknown): ArrayBuffer[] {
  const seen = new Set<object>();
  const buffers = new Set<ArrayBuffer>();
  const waiting: unknown[] = [value];
  while (waiting.length > 0) {
    const next = waiting.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (next instanceof ArrayBuffer) buffers.add(next);
    else if (ArrayBuffer.isView(next)) waiting.push(next.buffer);
    else for (const member of Object.values(next)) waiting.push(member);
  }
  return [...buffers];
}
