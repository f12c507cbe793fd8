import { checkFinite, checkNotEmpty } from '../data/check.ts';

/** Rows by group, groups in the order in which they first occur. */
export interface GroupedRows {
  /** Number of groups. */
  count: number;
  /** Rows of group g are rows[starts[g]] to rows[starts[g + 1] − 1], rising; count + 1 entries. */
  starts: Int32Array;
  rows: Int32Array;
}

/**
 * Puts the rows of each group together.
 * @param groups a number of the group of each row (a day, a learner), n rows
 * @throws DataError `empty`, `not_finite`
 */
export function groupRows(groups: ArrayLike<number>): GroupedRows {
  checkNotEmpty('groups', groups);
  checkFinite('groups', groups);
  const numbers = new Map<number, number>();
  const groupOfRow = Int32Array.from(groups, (group) => {
    const known = numbers.get(group);
    if (known !== undefined) return known;
    numbers.set(group, numbers.size);
    return numbers.size - 1;
  });
  const starts = new Int32Array(numbers.size + 1);
  for (const group of groupOfRow) starts[group + 1] = (starts[group + 1] ?? 0) + 1;
  for (let group = 0; group < numbers.size; group += 1)
    starts[group + 1] = (starts[group + 1] ?? 0) + (starts[group] ?? 0);
  const next = starts.slice();
  const rows = new Int32Array(groupOfRow.length);
  for (let row = 0; row < rows.length; row += 1) {
    const group = groupOfRow[row] ?? 0;
    const place = next[group] ?? 0;
    rows[place] = row;
    next[group] = place + 1;
  }
  return { count: numbers.size, starts, rows };
}
