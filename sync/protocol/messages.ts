/** Names of the wire, shared by client and server; `Body` is what a segment carries: ciphertext on a real one. */

/** H of the chain after some op, as text; opaque to the server. */
export type Chain = string;

/** Consecutive ops of one device. */
export interface Segment<Body> {
  readonly dev: string;
  /** Device sequence number of the first op, from 1, and how many there are. */
  readonly from: number;
  readonly n: number;
  /** The chain before the first and after the last op. */
  readonly prev: Chain;
  readonly next: Chain;
  readonly body: Body;
}

/** As the server keeps it. */
export interface StoredSegment<Body> extends Segment<Body> {
  /** Account sequence number of its first op: dense, from 1. */
  readonly seq: number;
  readonly receivedMs: number;
}

export interface PushRequest<Body> extends Segment<Body> {
  readonly epoch: string;
}

/** What the server may say to anything instead of an answer. */
export type Refusal =
  | { readonly st: 'revoked'; readonly serverMs: number }
  /** This program is too old for the server. */
  | { readonly st: 'upgrade'; readonly serverMs: number }
  /** The account's space is used up, or somebody asks too often. */
  | { readonly st: 'quota' | 'rate'; readonly retryAfterMs: number; readonly serverMs: number };

export type PushReply =
  | Refusal
  | {
      readonly st: 'ok' | 'dup';
      readonly acked: number;
      readonly chain: Chain;
      readonly head: number;
      readonly serverMs: number;
    }
  /** The server has the device at `acked`, with `chain` there. */
  | { readonly st: 'resync'; readonly acked: number; readonly chain: Chain; readonly serverMs: number }
  /** The account is in another epoch: join it first. */
  | { readonly st: 'epoch'; readonly serverMs: number };

export interface PullRequest {
  readonly epoch: string;
  /** Account sequence number of the last op that is here. */
  readonly after: number;
  readonly max: number;
}

export type PullReply<Body> =
  | Refusal
  | {
      readonly st: 'ok';
      readonly head: number;
      readonly segs: readonly StoredSegment<Body>[];
      readonly serverMs: number;
    }
  /** Another epoch, or what follows `after` is not kept any more: take the snapshot. */
  | { readonly st: 'epoch'; readonly serverMs: number };

/** Where the chain of a device stood when a snapshot was made. */
export interface Frontier {
  readonly seq: number;
  readonly chain: Chain;
}

/**
 * The first or a new epoch of an account: all facts as they are at `head`. With the epoch it follows as its own, it only
 * makes the segments up to `head` needless.
 */
export interface SealRequest<State> {
  /** The epoch it follows; null: the account has none yet. */
  readonly after: string | null;
  readonly epoch: string;
  readonly head: number;
  readonly state: State;
}

export type SealReply =
  | Refusal
  | { readonly st: 'ok'; readonly serverMs: number }
  /** Somebody else was first, or wrote meanwhile. */
  | { readonly st: 'moved'; readonly serverMs: number };

export type SnapshotReply<State> =
  | Refusal
  | {
      readonly st: 'ok';
      readonly epoch: string;
      /** Account sequence number the snapshot stands at: what follows is pulled. */
      readonly floor: number;
      readonly state: State;
      readonly serverMs: number;
    }
  /** Nothing was ever uploaded. */
  | { readonly st: 'none'; readonly serverMs: number };
