/** Which group every row belongs to, groups numbered in the order they first come. */
export interface ClusterGroups {
  /** By row; −1 for rows of no cell. */
  readonly groupOf: Int32Array;
  /** By group. */
  readonly cellOf: Int32Array;
}

/** Odd and near the golden share of 2³²: neighbouring clusters fall far apart (Knuth 1973, §6.4). */
const SCATTER = 2_654_435_769;

/**
 * Groups rows by cluster and cell. A table of its own, since a Map with an object for each group takes longer than all that
 * is done with them.
 * @param cellOf by row, −1 for none
 * @param clusters whole numbers, by row
 */
export function clusterGroups(cellOf: Int32Array, clusters: ArrayLike<number>): ClusterGroups {
  const rows = cellOf.length;
  let size = 16;
  while (size < 2 * rows) size *= 2;
  const shift = 32 - Math.log2(size);
  // Group and one; 0 where the place is free.
  const places = new Int32Array(size);
  const groupOf = new Int32Array(rows).fill(-1);
  const cells = new Int32Array(rows);
  const keys = new Float64Array(rows);
  let groups = 0;
  for (let row = 0; row < rows; row += 1) {
    const cell = cellOf[row]!;
    if (cell < 0) continue;
    const cluster = clusters[row]!;
    let place = Math.imul(Math.imul(cluster, 31) + cell, SCATTER) >>> shift;
    for (;;) {
      const group = places[place]! - 1;
      if (group < 0) {
        places[place] = groups + 1;
        cells[groups] = cell;
        keys[groups] = cluster;
        groupOf[row] = groups;
        groups += 1;
        break;
      }
      if (keys[group] === cluster && cells[group] === cell) {
        groupOf[row] = group;
        break;
      }
      place = (place + 1) & (size - 1);
    }
  }
  return { groupOf, cellOf: cells.slice(0, groups) };
}
