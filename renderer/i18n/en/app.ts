import { settingName } from './settings.ts';

export const app = {
  navigation: 'Main',
  skip: 'Skip to the content',
  search: 'Search or do…',
  notFoundTitle: 'There is no such page',
  notFoundText: 'The address may be from another version.',
  screenFailed: 'This screen ran into a defect of ours. Your answers are safe.',
  palette: 'Search or do anything',
  paletteHint: 'Find actions, courses, cards',
  paletteEmpty: 'Nothing matches. Try fewer or other words.',
  paletteActions: 'Actions',
  paletteLibrary: 'Library',
  shortcuts: 'Keyboard shortcuts',
  shortcutsFrame: 'Everywhere',
  shortcutsStudy: 'While studying',
  shortcutsNote:
    'Single-letter keys are off in text fields, in lists where letters find an entry, and while you study. Settings can change them or turn them off.',
  dropTitle: 'Drop the Anki package to see what it holds',
  dropText: 'Nothing is changed before you agree.',
  lost: 'Reconnecting to the program. What you recorded is safe. If it does not come back, start Americano again.',
  endedTitle: 'This window’s session has ended',
  endedText:
    'Americano was closed, or its launch link was used somewhere else. Everything you recorded is safe. Start Americano again to go on.',
  nothingToUndo: 'There is nothing to undo.',
  nothingToRedo: 'There is nothing to do again.',
  undone: (what: string) => `Undone: ${what}.`,
  redone: (what: string) => `Redone: ${what}.`,
  theme: { system: 'Follow the system', light: 'Light', dark: 'Dark' },
} as const;

/** Names of the actions, for the sidebar, the palette and the sheet. */
export const actionNames: Record<string, string> = {
  'go.today': 'Today',
  'go.study': 'Study',
  'go.library': 'Library',
  'go.settings': 'Settings',
  'go.history': 'History',
  'go.trash': 'Trash',
  'open.palette': 'Search or do anything',
  'open.shortcuts': 'Keyboard shortcuts',
  'do.undo': 'Undo the last change',
  'do.redo': 'Redo the last change',
  'do.import': 'Import an Anki package',
  'do.export': 'Export everything for Anki',
  'do.sample': 'Open the sample course',
  'do.backup': 'Back up now',
  'theme.light': 'Use the light theme',
  'theme.dark': 'Use the dark theme',
  'theme.system': 'Follow the system’s theme',
};

const commands: Record<string, string> = {
  'study.answer': 'answer',
  'study.start': 'start of a session',
  'study.finish': 'end of a session',
  'study.pause': 'pause',
  'study.resume': 'resuming',
  'study.raiseLimits': 'more cards today',
  'presets.create': 'new preset',
  'presets.change': 'change of the preset',
  'presets.remove': 'removal of the preset',
  'presets.assign': 'choice of a preset',
  'settings.change': 'change of a setting',
  'parameters.reschedule': 'moving of due dates',
  'library.rename': 'new name',
  'library.remove': 'removal',
  'cards.suspend': 'suspending',
  'cards.unsuspend': 'bringing back to study',
  'cards.bury': 'burying',
  'cards.unbury': 'unburying',
  'cards.flag': 'flag',
  'cards.setDue': 'new due date',
  'cards.forget': 'forgetting',
  'cards.postpone': 'postponing',
  'notes.edit': 'edit',
  'notes.add': 'new note',
  'notes.tag': 'change of tags',
  'notes.move': 'move',
  'notes.remove': 'deletion of notes',
  'notes.removeEmpty': 'deletion of empty cards',
  'notes.addCourse': 'new course',
  'notes.addLecture': 'new lecture',
  'leeches.split': 'split',
  'trash.restore': 'bringing back',
  'backups.change': 'change of backups',
  'exchange.merge': 'import',
  'exchange.openSample': 'sample course',
};

/** What a command did, as the toast and the history say it. */
export function commandName(command: string, subject: string): string {
  const what = commands[command] ?? 'change';
  if (command === 'settings.change') return `change of “${settingName(subject)}”`;
  return subject === '' ? what : `${what} of “${subject}”`;
}
