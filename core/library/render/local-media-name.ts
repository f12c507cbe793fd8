/**
 * The media file a URL in a card means, or undefined when it is not a local file (a scheme, `//host`, a path, nothing).
 * `url` has its character references decoded already. The percent-encoded form is decoded, the name is NFC as media are
 * stored, and it never holds a colon, a path separator or a control character.
 */
export function localMediaName(url: string): string | undefined {
  const trimmed = url.trim();
  if (trimmed === '' || trimmed.startsWith('#')) return undefined;
  const name = decodePercent(trimmed).normalize('NFC');
  // oxlint-disable-next-line no-control-regex -- control characters are what this refuses
  return /[:/\\\u0000-\u001f\u007f]/.test(name) || name === '.' || name === '..' ? undefined : name;
}

function decodePercent(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
