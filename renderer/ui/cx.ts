/** Joins class names; CSS Modules type every name as possibly missing. */
export function cx(...names: (string | undefined | false | null)[]): string {
  return names.filter(Boolean).join(' ');
}
