const BLANK = /^(?:[ \t\n\v\f\r]|<\/?(?:br|div) ?\/?>)*$/i;

/** Whether a field counts as empty: white space and the empty lines an editor leaves behind, as in Anki. */
export function isBlankField(field: string): boolean {
  return field === '' || BLANK.test(field);
}
