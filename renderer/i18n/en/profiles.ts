import { formatBytes, formatDateTime } from '../format.ts';

export const profiles = {
  title: 'Profiles',
  onThisComputer: 'On this computer',
  hint: 'Each profile is a library and a history of its own, in a window of its own. Nothing is shared between them.',
  none: 'This profile stands alone in a folder of its own, outside the list of profiles.',
  here: 'this window',
  simulated: 'simulated learner',
  about: (sizeBytes: number, usedAt: number | null) =>
    usedAt === null ? 'not opened yet' : `${formatBytes(sizeBytes)}, last used ${formatDateTime(usedAt)}`,
  open: 'Open',
  openOf: (name: string) => `Open ${name}`,
  opened: 'It opens in a window of its own.',
  blocked: 'The window was kept from opening. Allow pop-up windows for this page and try again.',
  cannotOpen: 'This host cannot open another window. Start Americano with --profile and the folder.',
  rename: 'Rename',
  remove: 'Remove…',
  menu: (name: string) => `Actions for ${name}`,
  add: 'New profile…',
  addTitle: 'New profile',
  renameTitle: 'Rename the profile',
  name: 'Name',
  nameMissing: 'A profile needs a name.',
  create: 'Create',
  created: (name: string) => `“${name}” is created.`,
  renamed: (name: string) => `The profile is called “${name}” now.`,
  removeTitle: 'Remove this profile?',
  ask: (name: string) =>
    `“${name}” goes to the folder “removed-profiles” beside the profiles, with its backups and media. Nothing of it is erased; to bring it back, move its folder back.`,
  confirm: 'Remove the profile',
  removed: (name: string) => `“${name}” is removed.`,
  simulateTitle: 'Explore with a simulated learner',
  simulateText:
    'A profile of its own with an invented student and a year and a half of their answers: to see every screen full. It is marked as simulated, and nothing of it touches yours.',
  simulateAction: 'Explore',
  simulateName: 'Simulated learner',
  mark: 'Simulated learner: nobody’s own history',
} as const;
