import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../store/database.ts';

export interface NewDevice {
  readonly dev: string;
  readonly signKey: Uint8Array;
  readonly boxKey: Uint8Array;
  readonly name: Uint8Array;
}

/** Bytes an account may have where no invitation says otherwise. */
export interface Quotas {
  readonly segments: number;
  readonly blobs: number;
}

/**
 * An account under a random name its first device chose.
 * @param invitation null: only where everybody may join
 */
export async function createAccount(
  { kysely }: Database,
  account: string,
  invitation: string | null,
  { isOpen, quotas }: { readonly isOpen: boolean; readonly quotas: Quotas },
  { dev, signKey, boxKey, name }: NewDevice,
  nowMs: number,
): Promise<'ok' | 'exists' | 'invitation'> {
  const digest = invitation === null ? null : digestOfInvitation(invitation);
  const { rows } = await sql<{ st: 'ok' | 'exists' | 'invitation' }>`select sync.create_account(${account},
    ${digest}::bytea, ${isOpen}, ${quotas.segments}, ${quotas.blobs}, ${dev}, ${signKey}, ${boxKey}, ${name},
    ${nowMs}) as st`.execute(kysely);
  return rows[0]?.st ?? 'exists';
}

/** People type codes: case, spaces and hyphens do not matter. */
export function digestOfInvitation(code: string): Uint8Array {
  return createHash('sha256')
    .update(`americano invitation 1\0${code.toUpperCase().replaceAll(/[\s-]/g, '')}`)
    .digest();
}
