export const firstRun = {
  title: 'Welcome',
  text: 'Everything stays on this machine. Nothing is sent anywhere, and no account is needed.',
  importTitle: 'Bring your Anki cards',
  importText:
    'An .apkg or .colpkg file, with its history, media and schedule. You see what it holds before anything changes. Choose the file, or drop it anywhere in this window.',
  importAction: 'Choose a package',
  sampleTitle: 'Open the sample course',
  sampleText:
    'Four short lectures on how memory works, with pictures and formulas. Ten minutes are enough to see how studying feels here; remove it whenever you like.',
  sampleAction: 'Open the sample course',
  emptyTitle: 'Start empty',
  emptyText:
    'Name a course and write your own cards: question and answer, both ways, gaps in a sentence, or answers you type. One keyboard is enough.',
  emptyAction: 'Write the first note',
  sampleOpened: 'The sample course is in your library.',
} as const;
