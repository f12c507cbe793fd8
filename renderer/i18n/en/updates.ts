export const updates = {
  title: 'Updates',
  label: 'New versions of Americano',
  modes: { off: 'Do not look', notify: 'Tell me', automatic: 'Install them' },
  hints: {
    off: 'Americano asks nobody whether there is one.',
    notify: 'Once a day Americano asks for the newest release, and sends nothing of yours along.',
    automatic:
      'Once a day Americano asks for the newest release, loads it if its makers have signed it, and installs it when you quit.',
  },
  changed: 'Updates changed.',
  notKept: 'This could not be kept: the disk takes nothing.',
} as const;
