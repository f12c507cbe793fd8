/** What the engine needs of the account's keys. */
export interface SyncKeys {
  readonly account: string;
  /** The key of an epoch, 32 bytes; undefined: this device was not given it. */
  keyOf(epoch: string): Uint8Array | undefined;
  /** Of blobs, which outlive epochs. */
  blobKey(): Uint8Array;
}
