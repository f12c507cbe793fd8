import { formatBytes, formatDateTime, formatList, formatNumber, plural } from '../format.ts';
import { settingName } from './settings.ts';

export const backups = {
  title: 'Backups',
  intro: (free: number, total: number) =>
    `They take ${formatBytes(total)} of the ${formatBytes(free)} they may: never more than a tenth of the free disk. Seven days, four weeks and six months are kept of those made by themselves.`,
  overLimit:
    'They take more than a tenth of the free disk. Those made by you are never removed; free some space.',
  crowdedOut: (at: number, count: number) =>
    `For want of space, ${plural(count, 'older backup', 'older backups')} had to go on ${formatDateTime(at)}.`,
  media: 'Pictures and sounds never change in place, and none is removed that a backup refers to.',
  automatic: 'Back up by itself',
  automaticHint: 'Once a day and after a session, when something has changed. You never wait for it.',
  folder: 'Also copy to a folder',
  folderHint:
    'The full path of a folder on another disk, a stick or a cloud drive. The newest backup and new media are copied there in idle moments. Empty for none.',
  folderWrong: 'A full path, such as /media/stick or D:\\Backups.',
  folderStates: {
    off: '',
    ok: 'The folder is copied to in the next idle moment.',
    away: 'The folder is not there at the moment. It is tried again by itself.',
    read_only: 'The folder cannot be written. Give your user write access to it, or choose another one.',
    full: 'The folder is full. Free some space there, or choose another one.',
    failed: 'Copying to the folder failed. It is tried again by itself.',
  },
  folderCopied: (at: number) => `Copied to the folder on ${formatDateTime(at)}.`,
  now: 'Back up now',
  fromFile: 'Restore a file…',
  files: '.zst,.sqlite',
  none: 'No backup yet. The first one is made after your first session, or now by you.',
  unchanged: 'Nothing has changed since the newest one.',
  list: 'Kept here',
  when: formatDateTime,
  size: formatBytes,
  reasons: {
    manual: 'made by you',
    automatic: 'made by itself',
    migration: 'before a change of version',
    restore: 'before a restore',
    rollback: 'before going back a version',
  },
  verified: 'checked',
  notVerified: 'not checked yet',
  restore: 'Restore',
  restoreOf: (at: number) => `Restore the backup of ${formatDateTime(at)}`,
  jobMade: 'The backup is made.',
  jobNames: { copy: 'Copying', verify: 'Checking' } as Record<string, string>,
  making: 'Making a backup',
  dialog: 'Restore a backup',
  sending: 'Reading the file',
  preparing: 'Unpacking, checking and comparing',
  restoring: 'Keeping what is now, then restoring',
  foreign: 'This backup is from another profile. Everything here would be replaced by it.',
  lead: (at: number | null) =>
    at === null
      ? 'What would be different after restoring this file. Nothing has changed yet.'
      : `What would be different after restoring the backup of ${formatDateTime(at)}. Nothing has changed yet.`,
  same: 'The backup holds exactly what is here now. There is nothing to restore.',
  columns: { what: 'Kind', here: 'Only here: would go', there: 'Only in the backup: would come' },
  kinds: { courses: 'Courses', notes: 'Notes', cards: 'Cards', reviews: 'Reviews', media: 'Media' },
  number: formatNumber,
  changedNotes: (count: number) => `${plural(count, 'note has', 'notes have')} another text in the backup.`,
  lastReview: (here: number | null, there: number | null) =>
    `Last answer here ${here === null ? 'none' : formatDateTime(here)}, in the backup ${there === null ? 'none' : formatDateTime(there)}.`,
  settings: (keys: string[]) =>
    `Settings that differ: ${formatList([...new Set(keys.map(settingName))].slice(0, 12))}.`,
  missingMedia: (count: number) =>
    `${plural(count, 'picture or sound', 'pictures or sounds')} of the backup are not on this machine. Importing their package again brings them.`,
  stillErased: (at: number, rows: number) =>
    `What you erased on ${formatDateTime(at)} stays erased: it is taken out of what comes back (${plural(rows, 'entry', 'entries')}).`,
  safety: 'What is here now is backed up first, so that you can come back to it.',
  confirm: 'Restore this backup',
  done: 'Restored. What was here before is in the list as “before a restore”.',
  takeBack: 'Take back',
  failed: 'It was not restored; nothing has changed.',
} as const;
