import { formatDateTime, plural } from '../format.ts';

export const privacy = {
  title: 'Privacy',
  lead: 'Everything stays on this computer. Each of these stands by itself.',
  analysis: 'Behavioural analysis',
  analysisHint:
    'The twin works out from your answers when and how you study well, what may be hard, and how much is too much. Off: it stops at once, and what it worked out is erased.',
  content: 'Profile of contents',
  contentHint: 'Which kinds of cards go well for you. Nothing asks for more than the twin already knows yet.',
  notifications: 'Notifications',
  notificationsHint: 'At most one a day from the system. This version sends none.',
  sharing: 'Share anonymised patterns',
  sharingHint: 'With your institution, to add to what is known of many. This version shares nothing.',
  on: 'On',
  off: 'Off',
  offTitle: 'Turn behavioural analysis off?',
  offText:
    'The twin stops. What it worked out goes for good: your rhythm and memory, patterns, predictions with what you said about them and how they turned out, load, and the models it trained.',
  offStays:
    'Your answers, breaks and settings stay. If you turn it on again, it starts anew from your answers; predictions and their scores of before do not come back.',
  turnOff: 'Turn off and erase',
  exportName: 'Export everything as JSON',
  exportHint:
    'Every row that is yours in one file that other programs can read, with a published schema. Pictures and sounds go with an Anki package.',
  exporting: 'Writing the file',
  exportedRows: (rows: number) => plural(rows, 'row', 'rows'),
  exported: (name: string, rows: number) => `“${name}”, ${plural(rows, 'row', 'rows')}.`,
  eraseName: 'Erase behavioural data…',
  eraseHint: 'For good: what was recorded of how you study, and what the twin made of it.',
  lastErased: (at: number) => `Last erased ${formatDateTime(at)}.`,
  eraseTitle: 'Erase behavioural data',
  eraseText:
    'This erases breaks, pauses and other events, patterns, predictions with what you said about them, load, and every model that was trained on you. It cannot be undone, and what you did before it cannot be undone any more either.',
  eraseAnalysisOn:
    'Your answers stay, and the twin begins anew from them. To keep it from that, turn analysis off as well.',
  eraseAnalysisOff: 'Your answers stay. Analysis is off: nothing is worked out from them.',
  eraseReviews: 'Erase my answers too',
  eraseReviewsHint:
    'Every answer, session and practice test, due dates and fitted memory. All cards are new again. Cards, notes and exams stay.',
  eraseBackups: 'Delete the backups too',
  backupsHold: (count: number, at: number | null) =>
    count === 0
      ? 'There are no backups in this profile.'
      : `${plural(count, 'backup still holds', 'backups still hold')} all of it${at === null ? '' : `, the newest of ${formatDateTime(at)}`}. Restoring one brings it back.`,
  folderHolds: 'Copies in the backup folder you chose are not touched: delete them there yourself.',
  elsewhere: 'Packages and files you exported stay where you put them.',
  /** The word of core/twin/privacy/erase-word.ts, which a test compares. */
  eraseWord: 'erase',
  word: (word: string) => `Type “${word}” to go on`,
  erase: 'Erase for good',
  erasing: 'Erasing…',
  erased: (rows: number, backups: number) =>
    `Erased: ${plural(rows, 'row', 'rows')}${backups === 0 ? '' : ` and ${plural(backups, 'backup', 'backups')}`}.`,
  notPurged:
    'Erased. Traces can be left in unused parts of the file until they are written over: something was reading it, or the disk is full.',
} as const;
