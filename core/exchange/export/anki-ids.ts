/** Numbers as Anki gives them: the milliseconds in which a thing was made, moved on to the next free one. */
export class AnkiIds {
  readonly #taken: Set<number>;

  constructor(taken: Iterable<number> = []) {
    this.#taken = new Set(taken);
  }

  /** The wanted number where it is free, else the next that is. */
  take(wanted: number): number {
    let id = Math.max(1, Math.trunc(wanted));
    while (this.#taken.has(id)) id += 1;
    this.#taken.add(id);
    return id;
  }
}

/** Milliseconds in the first six bytes of a UUIDv7: when the thing was made, the same on every device. */
export const stampOfUid = (uid: Uint8Array): number => Buffer.from(uid).readUIntBE(0, 6);

/** The number that a row from Anki has there, as its `source_id` keeps it. */
export const ankiIdOf = (
  source: string | null,
  sourceId: string | null,
  pattern: RegExp,
): number | undefined => {
  const digits = source === 'anki' ? pattern.exec(sourceId ?? '')?.[1] : undefined;
  const id = Number(digits);
  return digits !== undefined && Number.isSafeInteger(id) && id > 0 ? id : undefined;
};
