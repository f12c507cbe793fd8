/**
 * Puts text around or in place of what is selected, as if it had been typed: the field's own undo takes it back. No newer
 * API writes into a text field without losing that.
 */
export function wrapSelection(field: HTMLTextAreaElement, before: string, after: string): void {
  const { selectionStart, selectionEnd, value } = field;
  const inside = value.slice(selectionStart, selectionEnd);
  field.focus();
  // oxlint-disable-next-line typescript/no-deprecated -- see above
  document.execCommand('insertText', false, `${before}${inside}${after}`);
  const start = selectionStart + before.length;
  field.setSelectionRange(start, start + inside.length);
}

export function insertText(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  // oxlint-disable-next-line typescript/no-deprecated -- see above
  document.execCommand('insertText', false, text);
}
