import type { exchangeContract } from '#core/exchange/contract.ts';
import type { jobsContract } from '#core/jobs/contract.ts';
import type { libraryContract } from '#core/library/contract.ts';
import type { Client } from '#core/rpc/client.ts';
import type { OutputOf } from '#core/rpc/contract.ts';
import type { settingsContract } from '#core/settings/contract.ts';
import type { storeContract } from '#core/store/contract.ts';
import type { studyContract } from '#core/study/contract.ts';

/** Everything the page may ask. Types only: no schema comes with the page. */
export type AppContract = typeof studyContract &
  typeof libraryContract &
  typeof exchangeContract &
  typeof settingsContract &
  typeof storeContract &
  typeof jobsContract;

export type AppClient = Client<AppContract>;
export type Output<N extends keyof AppContract> = OutputOf<AppContract, N>;
