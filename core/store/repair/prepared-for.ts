import { join } from 'node:path';
import type { Profile } from '../profile.ts';
import type { RepairWay } from './contract.ts';

/** Where what a way leads to is made. */
export const preparedFor = (profile: Profile, way: RepairWay): string =>
  join(profile.staging, `repair-${way}.sqlite`);
