/** Menus and dialogs that the system draws around the page. */
export const shellWords = {
  file: 'File',
  edit: 'Edit',
  go: 'Go',
  view: 'View',
  importPackage: 'Import an Anki Package…',
  openFolder: 'Open the Profile’s Folder',
  settings: 'Settings',
  today: 'Today',
  study: 'Study',
  library: 'Library',
  history: 'History',
  show: 'Open Americano',
  quit: 'Quit',
  packages: 'Anki packages',
  updateTitle: (version: string) => `Americano ${version}`,
  updateReady: 'It is installed when you quit.',
  updateThere: 'A new version is there. Install it as you installed this one.',
  tryAgain: 'Try Again',
  troubleTitle: 'Americano cannot go on',
  crashed: (code: number) =>
    `The part of Americano that keeps your data has ended several times in a row (code ${code}).`,
  pageCrashed: (code: number) => `The window of Americano has failed several times in a row (code ${code}).`,
  nothingLost: (folder: string) =>
    `Every answer that was recorded is on the disk. Your data lies in ${folder}, with its backups beside it.`,
} as const;
