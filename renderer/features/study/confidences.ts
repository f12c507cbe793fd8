/** How sure a person says they are, by key: a guess among four, even odds, and what is left of doubt. */
export const confidencePercents = [25, 50, 75, 95] as const;
