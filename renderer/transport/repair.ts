import { create } from 'zustand';
import type { Output } from './app-contract.ts';
import { openClient, useConnection } from './connection.ts';

export type RepairState = Output<'repair.watch'>;

/** Whether the store behind this page is open, or being cared for. Sound until the service says otherwise. */
export const useRepair = create<{ state: RepairState }>(() => ({ state: { at: 'sound' } }));

/** Whether there is anything behind the pages. */
export const isOpen = ({ at }: RepairState): boolean => ['sound', 'suspect', 'read_only'].includes(at);

/** What was asked while the store was closed was refused, and what is asked now has other answers: the page begins anew. */
function take(state: RepairState): void {
  if (isOpen(state) && !isOpen(useRepair.getState().state)) location.reload();
  else useRepair.setState({ state });
}

/** Follows the state of the store from one connection to the next, until the session has ended. */
export async function followRepair(): Promise<void> {
  while (useConnection.getState().status !== 'ended') {
    try {
      const client = await openClient();
      for await (const state of client.stream('repair.watch', {})) take(state);
    } catch {
      // The connection is gone, or the session: the next turn knows.
    }
    // A connection that broke is taken out of its place in the same turn of the loop.
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
