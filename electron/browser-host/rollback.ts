import { RpcError } from '#core/rpc/errors.ts';
import type { RolledBack } from '#core/store/backups/rollback-store.ts';
import { shiftedClock } from '#core/store/clock.ts';
import { rollbackProfile } from '../service/rollback-store.ts';
import type { HostOptions } from './options.ts';

const sentences = (done: RolledBack): string[] => {
  const { reviews = 0 } = done.replayed;
  return [
    `The store went back from version ${done.fromVersion} to version ${done.toVersion}; ${reviews} answers given since were taken over.`,
    done.left === 0
      ? 'Everything that was answered since could be taken over.'
      : `${done.left} entries could not be taken over; they are listed in ${done.report}.`,
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
