import { accountsAndSegments } from './0001-accounts-and-segments.ts';
import { rulesOfSync } from './0002-rules-of-sync.ts';
import { roles } from './0003-roles.ts';
import { identity } from './0004-identity.ts';
import type { Migration } from './migration.ts';

/** In the order in which they are applied; what was released is never changed. */
export const allMigrations: readonly Migration[] = [accountsAndSegments, rulesOfSync, roles, identity];
