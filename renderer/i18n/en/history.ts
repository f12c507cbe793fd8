import { formatDateTime, formatNumber, formatStudyDay, formatTime, plural } from '../format.ts';
import { commandName } from './app.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const history = {
  title: 'History',
  intro:
    'What you did in the last 30 days, newest first. Going back to a moment takes back everything since, and can be done again until you do something new.',
  emptyTitle: 'Nothing has been done yet',
  emptyText: 'Answers, imports, edits and settings appear here, each with a way back.',
  day: formatStudyDay,
  /** "214 answers", "Removal of “ECG”". */
  what: (command: string, subject: string, count: number) => {
    const answers = plural(count, 'answer', 'answers');
    if (command === 'study.answer') return answers;
    if (command === 'assessments.answer') return `${answers} in practice tests`;
    return capital(commandName(command, subject));
  },
  when: (from: number, to: number) =>
    formatTime(from) === formatTime(to) ? formatTime(to) : `${formatTime(from)}–${formatTime(to)}`,
  undone: 'taken back',
  back: 'Undo to here',
  forward: 'Redo to here',
  backOf: (what: string, at: number) => `Undo to here, before ${what}, ${formatDateTime(at)}`,
  forwardOf: (what: string, at: number) => `Redo to here, up to ${what}, ${formatDateTime(at)}`,
  undoOne: 'Undo the last step',
  redoOne: 'Redo one step',
  more: 'Show older',
  askTitle: 'Undo to here?',
  ask: (steps: number, what: string) =>
    `${plural(steps, 'step', 'steps')} would be taken back, the earliest of them: ${what}. Nothing is lost: you can redo them until you do something new.`,
  confirm: (steps: number) => `Undo ${plural(steps, 'step', 'steps')}`,
  moved: (direction: 'undo' | 'redo', steps: number) =>
    direction === 'undo'
      ? `${plural(steps, 'step', 'steps')} taken back.`
      : `${plural(steps, 'step', 'steps')} done again.`,
  number: formatNumber,
} as const;
