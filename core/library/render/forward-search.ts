/**
 * `indexOf` for a scan that only moves forward. It remembers the last hit (or that there is none), so that a needle
 * that never comes is looked for once and not once per attempt: the whole scan stays linear on hostile text.
 */
export class ForwardSearch {
  readonly #text: string;
  readonly #needle: string;
  #next = -1;
  #searched = false;

  constructor(text: string, needle: string) {
    this.#text = text;
    this.#needle = needle;
  }

  /** First index of the needle at or after `from`, -1 without one. `from` must not decrease between calls. */
  next(from: number): number {
    const known = this.#searched && (this.#next === -1 || this.#next >= from);
    if (!known) {
      this.#next = this.#text.indexOf(this.#needle, from);
      this.#searched = true;
    }
    return this.#next;
  }
}
