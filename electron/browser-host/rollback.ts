import { RpcError } from '#core/rpc/errors.ts';
import type { RolledBack } from '#core/store/backups/rollback-store.ts';
import { shiftedClock } from '#core/store/clock.ts';
import { rollbackProfile } from '../service/rollback-store.ts';
import type { HostOptions } from './options.ts';

/** What rows of a table are called, one and many. */
const words: Readonly<Record<string, readonly [one: string, many: string]>> = {
  reviews: ['answer', 'answers'],
  study_sessions: ['session', 'sessions'],
  session_pauses: ['pause', 'pauses'],
  schedule_changes: ['change of schedule', 'changes of schedule'],
  card_baselines: ['schedule that was imported', 'schedules that were imported'],
  log_undos: ['entry taken back or made again', 'entries taken back or made again'],
  assessments: ['practice test', 'practice tests'],
  assessment_answers: ['answer in a practice test', 'answers in practice tests'],
  courses: ['course', 'courses'],
  learning_objectives: ['learning objective', 'learning objectives'],
  course_presets: ['preset', 'presets'],
  scheduler_parameters: ['set of memory parameters', 'sets of memory parameters'],
  media: ['media file', 'media files'],
  batches: ['import', 'imports'],
  settings: ['setting', 'settings'],
};
const counted = (table: string, count: number): string => {
  const many = table.replaceAll('_', ' ');
  const [one, more] = words[table] ?? [many.replace(/s$/, ''), many];
  return `${count} ${count === 1 ? one : more}`;
};
const orNothing = (parts: string[]): string => (parts.length === 0 ? 'nothing' : parts.join(', '));

/** What came of going back, for the terminal: what was taken over, what could not be, and what only the newer store has. */
export const sentences = (done: RolledBack): string[] => {
  const taken = Object.entries(done.replayed).filter(([, count]) => count > 0);
  const lost = Object.entries(done.lost).flatMap(([table, { added, changed }]) => [
    ...(added > 0 ? [`${counted(table, added)} added`] : []),
    ...(changed > 0 ? [`${counted(table, changed)} changed or removed`] : []),
  ]);
  return [
    `The store went back from version ${done.fromVersion} to version ${done.toVersion}.`,
    `Taken over of what happened since: ${orNothing(taken.map(([table, count]) => counted(table, count)))}.`,
    done.left === 0
      ? 'Everything that was answered since could be taken over.'
      : `${done.left} entries could not be taken over; they are listed in ${done.report}.`,
    `Not taken over of what was entered since: ${orNothing(lost)}.`,
    `The newer store is kept as ${done.kept} in the folder "backups".`,
    ...(done.isOurs
      ? []
      : ['This program would bring the store up to date again: now start the older version of Americano.']),
  ];
};

/** Goes back a version and says what came of it. Resolves with whether this program may go on with the store. */
export const rollBack = async (options: HostOptions): Promise<boolean> => {
  try {
    const done = await rollbackProfile(options.profile, shiftedClock(options.now, options.zone));
    for (const sentence of sentences(done)) console.log(sentence);
    return done.isOurs;
  } catch (error) {
    if (!(error instanceof RpcError) || error.kind !== 'not_found') throw error;
    console.error(
      `There is no backup from before a change of version in ${options.profile} to go back to. Nothing was changed.`,
    );
    process.exitCode = 1;
    return false;
  }
};
