import { compareStamps, type Stamp } from '../../protocol/stamp.ts';

/** A row that is known by its name, with the stamp of the write that named it. */
export interface Named {
  readonly uid: string;
  readonly name: string;
  readonly stamp: Stamp;
}

/**
 * Which row each row stands for, where two devices gave the same name: the one that was named first. A view of facts: what
 * refers to the others refers to it, and once one of them is renamed it is itself again.
 * @param normalise names that are the same to a person to the same text
 */
export function mergeNames(rows: Iterable<Named>, normalise: (name: string) => string): Map<string, string> {
  const first = new Map<string, string>();
  const stands = new Map<string, string>();
  for (const { uid, name } of [...rows].sort((a, b) => compareStamps(a.stamp, b.stamp))) {
    const key = normalise(name);
    const kept = first.get(key);
    if (kept === undefined) first.set(key, uid);
    stands.set(uid, kept ?? uid);
  }
  return stands;
}
