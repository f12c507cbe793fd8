import type { AppContract } from '#core/contract.ts';
import type { Client } from '#core/rpc/client.ts';
import type { InputOf, OutputOf } from '#core/rpc/contract.ts';

// Types only: no schema comes with the page.
export type { AppContract };
export type AppClient = Client<AppContract>;
export type Input<N extends keyof AppContract> = InputOf<AppContract, N>;
export type Output<N extends keyof AppContract> = OutputOf<AppContract, N>;
