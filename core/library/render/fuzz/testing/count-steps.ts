/**
 * Characters that `work` looks at and copies by string and regular-expression methods: how long it takes, told by counting
 * and not by a clock. A regular expression counts from where it starts to where it ends, or to the end when it finds
 * nothing, so that a scan that starts again for every character shows as its square.
 */
export function countSteps<T>(work: () => T): { readonly result: T; readonly steps: number } {
  let steps = 0;
  const text = String.prototype;
  const original = {
    exec: RegExp.prototype.exec,
    indexOf: text.indexOf,
    lastIndexOf: text.lastIndexOf,
    slice: text.slice,
  };
  const { exec, indexOf, lastIndexOf, slice } = original;
  // oxlint-disable no-extend-native -- taken back below; nothing else runs meanwhile
  RegExp.prototype.exec = function counted(this: RegExp, input: string) {
    const from = this.global || this.sticky ? this.lastIndex : 0;
    const match = exec.call(this, input);
    steps += 1 + Math.max(0, match === null ? input.length - from : match.index + match[0].length - from);
    return match;
  };
  text.indexOf = function counted(this: string, needle: string, from = 0) {
    const found = indexOf.call(this, needle, from);
    steps += 1 + Math.max(0, (found === -1 ? this.length : found) - from);
    return found;
  };
  text.lastIndexOf = function counted(this: string, needle: string, from = this.length) {
    const found = lastIndexOf.call(this, needle, from);
    steps += 1 + Math.max(0, Math.min(from, this.length) - Math.max(found, 0));
    return found;
  };
  text.slice = function counted(this: string, start?: number, end?: number) {
    const part = slice.call(this, start, end);
    steps += 1 + part.length;
    return part;
  };
  try {
    return { result: work(), steps };
  } finally {
    Object.assign(text, { indexOf, lastIndexOf, slice });
    RegExp.prototype.exec = exec;
  }
}
