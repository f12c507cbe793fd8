const opening = /\{\{c(\d{1,3})::/g;

/** The number of the next deletion of a note: one more than its highest, or that one again. */
export const nextClozeNumber = (fields: readonly string[], same: boolean): number => {
  const numbers = fields.flatMap((field) => [...field.matchAll(opening)].map((match) => Number(match[1])));
  const highest = Math.max(0, ...numbers);
  return same ? Math.max(1, highest) : highest + 1;
};

export const clozeAround = (text: string, number: number): string => `{{c${number}::${text}}}`;
