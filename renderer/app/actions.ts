/** Keys of one letter by action; settings may say otherwise under `keys.frame`. */
export const frameKeys = {
  'go.today': 't',
  'go.study': 's',
  'go.library': 'l',
  'go.twin': 'w',
  'go.settings': ',',
  'open.shortcuts': '?',
} as const;

export type FrameAction = keyof typeof frameKeys;

export const frameActions = Object.keys(frameKeys).filter((key): key is FrameAction => key in frameKeys);

/** The key of each action, with the owner's own keys in place. */
export function keysInForce(own: Readonly<Record<string, string>>): Record<FrameAction, string> {
  const keys: Record<FrameAction, string> = { ...frameKeys };
  for (const action of frameActions) {
    const key = own[action];
    if (key !== undefined) keys[action] = key.toLowerCase();
  }
  return keys;
}

export const paths = {
  'go.today': '/',
  'go.study': '/study',
  'go.library': '/library',
  'go.twin': '/twin',
  'go.settings': '/settings',
  'go.history': '/history',
  'go.trash': '/trash',
  'go.profiles': '/profiles',
  'go.tests': '/test',
  'go.presets': '/presets',
} as const;
