/** Minutes as a person writes them: "1 10" or "0.5, 10". */
export function formatSteps(minutes: readonly number[]): string {
  return minutes.join(' ');
}

/** The steps in minutes, or undefined when the text is not up to ten numbers from 0.1 to 14,400. */
export function parseSteps(text: string): number[] | undefined {
  const parts = text.split(/[\s,;]+/).filter((part) => part !== '');
  const minutes = parts.map(Number);
  const good = minutes.every((value) => Number.isFinite(value) && value >= 0.1 && value <= 14_400);
  return good && minutes.length <= 10 ? minutes : undefined;
}
