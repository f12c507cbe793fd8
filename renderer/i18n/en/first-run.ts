export const firstRun = {
  title: 'Good that you are here',
  text: 'Everything stays on this machine. Nothing is sent anywhere, and no account is needed.',
  importTitle: 'Bring your Anki cards',
  importText:
    'An .apkg or .colpkg file, with its history, media and schedule. You see what it holds before anything changes.',
  importAction: 'Choose a package',
  importDrop: 'or drop the file anywhere in this window',
  sampleTitle: 'Open the sample course',
  sampleText:
    'Two short lectures on how memory works. Ten minutes to see how studying feels here; remove it whenever you like.',
  sampleAction: 'Open the sample course',
  sampleOpened: 'The sample course is in your library.',
} as const;
