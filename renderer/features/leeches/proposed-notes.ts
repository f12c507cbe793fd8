/**
 * A beginning for a split: the question with one fact each, where the answer lists several; else two copies to cut down.
 * What stands in other fields goes along.
 */
export const proposedNotes = (fields: readonly string[], facts: readonly string[]): string[][] => {
  const first = fields[0] ?? '';
  const others = fields.slice(2);
  if (facts.length < 2) return [[...fields], [...fields]];
  // A note of one field, as a cloze without extra, holds its facts there.
  return fields.length < 2
    ? facts.map((fact) => [fact])
    : facts.map((fact) => (first.includes('{{c') ? [fact, ...fields.slice(1)] : [first, fact, ...others]));
};
