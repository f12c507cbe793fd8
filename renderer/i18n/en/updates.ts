export const updates = {
  title: 'Updates',
  label: 'New versions of Americano',
  modes: { off: 'Do not look', notify: 'Tell me', automatic: 'Install them' },
  hints: {
    off: 'Americano asks nobody whether there is one.',
    notify: 'Once a day Americano asks where its releases are kept. It sends nothing about you.',
    automatic:
      'Once a day Americano asks where its releases are kept, loads what its makers have signed, and installs it when you quit.',
  },
  changed: 'Updates changed.',
  notKept: 'This could not be kept: the disk takes nothing.',
} as const;
