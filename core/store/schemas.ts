import { z } from 'zod';

/** Schemas that several contracts share. */
export const uid = z.string().regex(/^[0-9a-f]{32}$/, 'a uid is 32 lower-case hex digits');
export const instant = z.int().min(0).max(253_402_300_799_999);
export const studyDay = z.int().min(-100_000).max(3_000_000);
export const count = z.int().min(0);
export const nothing = z.strictObject({});
export const title = z.string().trim().min(1).max(400);
