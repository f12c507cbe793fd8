const lineBreak = /<br\s*\/?>/gi;

/**
 * A field as it is written: line breaks as lines, the rest as it is. A field whose source has lines of its own (code,
 * imported HTML) is shown as source, so that nothing of it is lost.
 */
export const toText = (html: string): string => (html.includes('\n') ? html : html.replace(lineBreak, '\n'));

/** What was written as a field again. A text that was not touched gives back exactly what it came from. */
export const toHtml = (text: string, original: string): string => {
  if (text === toText(original)) return original;
  if (original.includes('\n')) return text;
  return text.replaceAll('\n', '<br>');
};
