/** Elements of a card that answer a key themselves. */
const ownSpace: ReadonlySet<string> = new Set([
  'button',
  'summary',
  'audio',
  'video',
  'select',
  'input',
  'textarea',
]);
const notText: ReadonlySet<string> = new Set([
  'checkbox',
  'radio',
  'button',
  'range',
  'submit',
  'reset',
  'image',
  'color',
]);

/** Whether a target takes text; targets come from two realms, so `instanceof` would not know them. */
export function isTextField(target: EventTarget | null): boolean {
  if (target === null || !('localName' in target)) return false;
  const element = target as HTMLInputElement;
  if (element.localName === 'textarea' || element.isContentEditable) return true;
  return element.localName === 'input' && !notText.has(element.type);
}

/**
 * Whether a key pressed in the frame is one for Study. In a field letters, digits and Space are text, and Enter, Escape and
 * what goes with Ctrl or ⌘ (but the keys of editing) still reach it; a button answers Space and Enter itself.
 */
export function isForCard(event: KeyboardEvent): boolean {
  const { key, target } = event;
  if (event.isComposing || target === null || !('localName' in target)) return !event.isComposing;
  if (isTextField(target)) {
    // Undo in a field takes back letters.
    if (event.ctrlKey || event.metaKey) return !/^[acvxyz]$/i.test(key) && !key.startsWith('Arrow');
    return key === 'Enter' || key === 'Escape';
  }
  return !((key === ' ' || key === 'Enter') && ownSpace.has(String(target.localName)));
}
