import { syncRules, type SyncRules } from '../client/planner/rules.ts';
import { serverRules, type ServerRules } from './memory-server.ts';

type Rules = { readonly client?: Partial<SyncRules>; readonly server?: Partial<ServerRules> };

/** A protocol with one decision wrong. */
export interface Mutant extends Rules {
  readonly what: string;
  /** What would make it good again and is taken away too; without the mutant, all still goes well like that. */
  readonly without?: Rules;
}

/** Wrong protocols that the simulator must find. */
export const mutants: Readonly<Record<string, Mutant>> = {
  'ack-everything': {
    what: 'an acknowledgement is taken for everything written so far',
    client: { ackedBy: (_, { length }) => length },
    without: { client: { resendsUnconfirmed: false } },
  },
  'no-chain-check': {
    what: 'the server compares numbers and no chains',
    server: {
      follows: (device, { from }) => from === device.acked + 1,
      isDuplicate: (device, to) => to <= device.acked,
    },
    without: { client: { checksChain: false, readsOwn: false, resendsUnconfirmed: false } },
  },
  'no-duplicates': {
    what: 'a segment that comes again is appended again',
    server: { follows: (device, { from }) => from <= device.acked + 1, isDuplicate: () => false },
  },
  'resync-unused': {
    what: 'where the server has the device is not looked at',
    client: { resyncTo: (_, { acked }) => acked },
    without: { client: { readsOwn: false, resendsUnconfirmed: false } },
  },
  'no-clamp': {
    what: 'a stamp of the future counts as it is',
    client: { effective: (at) => at },
  },
  'no-forks': {
    what: 'a copy of a device is not noticed',
    client: { isFork: () => false },
  },
  'last-occurrence': {
    what: 'what comes again counts from when it came last',
    client: { skipsKnown: false },
  },
  'no-compare-and-set': {
    what: 'a page is applied wherever the cursor is',
    client: { mayApply: ({ epoch }, record) => epoch === record.epoch },
    without: { client: { checksChain: false, checksNumbers: false } },
  },
  'no-digests': {
    what: 'what others hold is not compared with what is held here',
    client: { comparesDigests: false },
  },
};

/**
 * The rules of a run.
 * @param mutant null for the protocol as it is; `without:NAME` for what is taken away with a mutant, and not the mutant
 */
export function rulesOf(mutant: string | null): { client: SyncRules; server: ServerRules } {
  const [name, twinsOnly] =
    mutant?.startsWith('without:') === true ? [mutant.slice(8), true] : [mutant, false];
  if (name === null) return { client: syncRules, server: serverRules };
  const wrong = mutants[name];
  if (wrong === undefined) throw new Error(`no mutant ${name}; there are ${Object.keys(mutants).join(', ')}`);
  const { without, client, server } = wrong;
  return {
    client: { ...syncRules, ...without?.client, ...(twinsOnly ? {} : client) },
    server: { ...serverRules, ...without?.server, ...(twinsOnly ? {} : server) },
  };
}
