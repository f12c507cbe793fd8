import { orderOf } from './order-of.ts';

/** Ranks from 1 on; equal values share the mean of the ranks they take (scipy's rankdata). Values must be finite. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = orderOf(values);
  const ranks = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]!] === values[order[from]!]) to += 1;
    for (let place = from; place < to; place += 1) ranks[order[place]!] = (from + to + 1) / 2;
    from = to;
  }
  return ranks;
}
