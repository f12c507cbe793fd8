/**
 * Where new cards stand among reviews: one entry for each card of the session, 1 = the next new card, 0 = the next
 * review. The reviews are cut into one more stretch than there are new cards, of lengths that differ by at most one.
 */
export function interleaveNewCards(reviewCount: number, newCount: number): Uint8Array {
  const plan = new Uint8Array(reviewCount + newCount);
  for (let i = 0; i < newCount; i++) {
    const reviewsBefore = Math.floor(((i + 1) * reviewCount) / (newCount + 1));
    plan[reviewsBefore + i] = 1;
  }
  return plan;
}
