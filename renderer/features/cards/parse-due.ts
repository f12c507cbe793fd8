export type Due = { fromDays: number; toDays: number; setInterval: boolean };

const maxDays = 36_500;
const pattern = /^(\d{1,5})(?:\s*[-–]\s*(\d{1,5}))?\s*(!?)$/;

/** "5", "3-7" or "5!" as days from today, as in Anki; undefined for anything else. */
export function parseDue(text: string): Due | undefined {
  const match = pattern.exec(text.trim());
  if (match === null) return undefined;
  const fromDays = Number(match[1]);
  const toDays = match[2] === undefined ? fromDays : Number(match[2]);
  if (toDays < fromDays || toDays > maxDays) return undefined;
  return { fromDays, toDays, setInterval: match[3] === '!' };
}
