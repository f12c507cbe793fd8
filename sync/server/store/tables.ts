/** Tables of the schema as Kysely sees them. Numbers of 64 bits stay below 2^53 here; bytes come as `Uint8Array`. */
export interface Tables {
  'sync.accounts': AccountsTable;
  'sync.devices': DevicesTable;
  'sync.used_nonces': UsedNoncesTable;
  'sync.refresh_families': RefreshFamiliesTable;
  'sync.blobs': BlobsTable;
  'sync.invitations': InvitationsTable;
}

export interface AccountsTable {
  /** With hyphens, as PostgreSQL writes it. */
  id: string;
  epoch: string | null;
  head: number;
  floor: number;
  segment_bytes: number;
  segment_quota: number;
  blob_bytes: number;
  blob_quota: number;
  created_at: number;
}

export interface DevicesTable {
  account_id: string;
  id: string;
  sign_key: Uint8Array;
  box_key: Uint8Array;
  name: Uint8Array;
  acked: number;
  chain: Uint8Array;
  added_at: number;
  revoked_at: number | null;
}

export interface UsedNoncesTable {
  account_id: string;
  digest: Uint8Array;
  expires_at: number;
}

export interface RefreshFamiliesTable {
  account_id: string;
  id: string;
  dev: string;
  digest: Uint8Array;
  expires_at: number;
  revoked_at: number | null;
}

export interface BlobsTable {
  account_id: string;
  sha: Uint8Array;
  body: Uint8Array;
  added_at: number;
}

export interface InvitationsTable {
  digest: Uint8Array;
  uses_left: number;
  expires_at: number;
  segment_quota: number;
  blob_quota: number;
}
