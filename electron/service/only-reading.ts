import { contract, type AppContract } from '#core/contract.ts';
import type { Handlers } from '#core/rpc/compose.ts';

/**
 * Commands that leave the store as it is: they read it, or work beside it. Whatever is not named here is refused where a store
 * is only read, so that a new command is refused until somebody has thought of it. A check is not: only the newer version knows
 * what its tables should be.
 */
export const readingCommands = [
  'exchange.export',
  'exchange.exportEverything',
  'exchange.readExport',
  'exchange.discardExport',
  'twin.exportModel',
  'jobs.cancel',
  'profiles.create',
  'profiles.open',
  'repair.look',
  'repair.choose',
] as const satisfies readonly (keyof AppContract)[];

/** The same handlers, of which those that would write throw `refusal` before they begin anything. */
export const onlyReading = (handlers: Handlers<AppContract>, refusal: Error): Handlers<AppContract> => {
  const reading: ReadonlySet<string> = new Set(readingCommands);
  const refuse = (): never => {
    throw refusal;
  };
  // Checked border: each handler stays as it is or only throws, which has every type.
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handler]) => {
      const { kind } = contract[name as keyof AppContract];
      return [name, kind === 'command' && !reading.has(name) ? refuse : handler];
    }),
  ) as unknown as Handlers<AppContract>;
};
