import { compareStamps, type Stamp } from '../../protocol/stamp.ts';

/** A row that says one thing comes before another, with the stamp of the write that made it. */
export interface Edge {
  readonly from: string;
  readonly to: string;
  readonly stamp: Stamp;
}

/**
 * What stands of edges that two devices made without each other, which together may form cycles: of each cycle the edge
 * with the latest stamp is dropped. A view of facts and no fact: an edge that was dropped comes back once the cycle is
 * broken by somebody, and every device has the same view of the same facts, in whatever order they came.
 */
export function resolveEdges<E extends Edge>(
  edges: Iterable<E>,
): { readonly kept: E[]; readonly dropped: E[] } {
  const after = new Map<string, string[]>();
  const reaches = (from: string, to: string): boolean => {
    const seen = new Set([from]);
    for (const place of seen) {
      if (place === to) return true;
      for (const next of after.get(place) ?? []) seen.add(next);
    }
    return false;
  };
  const kept: E[] = [];
  const dropped: E[] = [];
  for (const edge of [...edges].sort((a, b) => compareStamps(a.stamp, b.stamp))) {
    if (reaches(edge.to, edge.from)) {
      dropped.push(edge);
      continue;
    }
    kept.push(edge);
    after.set(edge.from, [...(after.get(edge.from) ?? []), edge.to]);
  }
  return { kept, dropped };
}
