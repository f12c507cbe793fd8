import type {
  PullReply,
  PullRequest,
  PushReply,
  PushRequest,
  SealReply,
  SealRequest,
  SnapshotReply,
} from '../../protocol/messages.ts';

/** What a server is asked. Bodies are ciphertext by the time they are here. Errors: it could not be reached, or not in time. */
export interface SyncTransport {
  push(request: PushRequest<Uint8Array>): Promise<PushReply>;
  pull(request: PullRequest): Promise<PullReply<Uint8Array>>;
  snapshot(): Promise<SnapshotReply<Uint8Array>>;
  seal(request: SealRequest<Uint8Array>): Promise<SealReply>;
  /** @param name of the sealed blob: what the server knows it by */
  putBlob(name: string, body: Uint8Array): Promise<void>;
  /** Undefined: the server does not have it, yet or any more. */
  getBlob(name: string): Promise<Uint8Array | undefined>;
}
