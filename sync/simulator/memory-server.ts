import type {
  Chain,
  PullReply,
  PullRequest,
  PushReply,
  PushRequest,
  SealReply,
  SealRequest,
  SnapshotReply,
  StoredSegment,
} from '../protocol/messages.ts';

interface KnownDevice {
  readonly acked: number;
  readonly chain: Chain;
  /** The chain at the ends of its segments, by device sequence number. */
  readonly ends: ReadonlyMap<number, Chain>;
  readonly isRevoked: boolean;
}

/** What a backup of the server holds. */
export interface ServerBackup<Body, State, Blob = unknown> {
  readonly epoch: string | null;
  readonly head: number;
  readonly floor: number;
  readonly segments: readonly StoredSegment<Body>[];
  readonly devices: ReadonlyMap<string, KnownDevice>;
  readonly state: State | null;
  readonly blobs: ReadonlyMap<string, Blob>;
}

/** The decisions of the server, each under a name, for the simulator to break. */
export interface ServerRules {
  /** Whether a segment follows what is known of its device. */
  follows(device: KnownDevice, push: { from: number; prev: Chain }): boolean;
  /** Whether a segment was taken before. */
  isDuplicate(device: KnownDevice, to: number, next: Chain): boolean;
}

export const serverRules: ServerRules = {
  follows: (device, { from, prev }) => from === device.acked + 1 && prev === device.chain,
  isDuplicate: (device, to, next) => to <= device.acked && device.ends.get(to) === next,
};

const newDevice: KnownDevice = { acked: 0, chain: '', ends: new Map(), isRevoked: false };

/** The server's side of one account, in memory and with the exact rules: it never looks into what it keeps. */
export class MemoryServer<Body, State, Blob = unknown> {
  #epoch: string | null = null;
  #head = 0;
  /** What lies at or below it stands in the snapshot. */
  #floor = 0;
  #state: State | null = null;
  #segments: StoredSegment<Body>[] = [];
  #devices = new Map<string, KnownDevice>();
  #blobs = new Map<string, Blob>();
  readonly #rules: ServerRules;
  /** For who wants to check: everything that was ever received and sealed, and whether some of it was forgotten. */
  readonly history: StoredSegment<Body>[] = [];
  readonly sealed: State[] = [];
  wasRestored = false;

  constructor(rules: ServerRules = serverRules) {
    this.#rules = rules;
  }

  get epoch(): string | null {
    return this.#epoch;
  }

  get head(): number {
    return this.#head;
  }

  get segments(): readonly StoredSegment<Body>[] {
    return this.#segments;
  }

  get state(): State | null {
    return this.#state;
  }

  push(push: PushRequest<Body>, nowMs: number): PushReply {
    if (push.epoch !== this.#epoch) return { st: 'epoch', serverMs: nowMs };
    const device = this.#devices.get(push.dev) ?? newDevice;
    if (device.isRevoked) return { st: 'revoked', serverMs: nowMs };
    const to = push.from + push.n - 1;
    if (!this.#rules.follows(device, push)) {
      const { acked, chain } = device;
      if (!this.#rules.isDuplicate(device, to, push.next))
        return { st: 'resync', acked, chain, serverMs: nowMs };
      return { st: 'dup', acked, chain, head: this.#head, serverMs: nowMs };
    }
    const { dev, from, n, prev, next, body } = push;
    const seq = this.#head + 1;
    const segment = { dev, from, n, prev, next, body, seq, receivedMs: nowMs };
    this.#segments.push(segment);
    this.history.push(segment);
    this.#devices.set(dev, { ...device, acked: to, chain: next, ends: new Map(device.ends).set(to, next) });
    this.#head = seq + n - 1;
    return { st: 'ok', acked: to, chain: next, head: this.#head, serverMs: nowMs };
  }

  pull({ epoch, after, max }: PullRequest, nowMs: number): PullReply<Body> {
    if (epoch !== this.#epoch || after < this.#floor) return { st: 'epoch', serverMs: nowMs };
    const segs: StoredSegment<Body>[] = [];
    let ops = 0;
    for (const segment of this.#segments) {
      if (segment.seq <= after) continue;
      if (ops > 0 && ops + segment.n > max) break;
      segs.push(segment);
      ops += segment.n;
    }
    return { st: 'ok', head: this.#head, segs, serverMs: nowMs };
  }

  snapshot(nowMs: number): SnapshotReply<State> {
    if (this.#epoch === null || this.#state === null) return { st: 'none', serverMs: nowMs };
    return { st: 'ok', epoch: this.#epoch, floor: this.#floor, state: this.#state, serverMs: nowMs };
  }

  /** @returns whether it is new */
  putBlob(address: string, blob: Blob): boolean {
    const isNew = !this.#blobs.has(address);
    this.#blobs.set(address, blob);
    return isNew;
  }

  blob(address: string): Blob | undefined {
    return this.#blobs.get(address);
  }

  /**
   * Takes a new epoch from whoever has everything, and drops the segments it makes needless; within an epoch, those up to
   * the head.
   */
  seal({ after, epoch, head, state }: SealRequest<State>, nowMs: number): SealReply {
    if (after !== this.#epoch || (after !== null && head !== this.#head))
      return { st: 'moved', serverMs: nowMs };
    this.#epoch = epoch;
    this.#head = head;
    this.#floor = head;
    this.#state = state;
    this.#segments = [];
    if (after !== epoch) this.sealed.push(state);
    return { st: 'ok', serverMs: nowMs };
  }

  backup(): ServerBackup<Body, State, Blob> {
    return {
      epoch: this.#epoch,
      head: this.#head,
      floor: this.#floor,
      segments: [...this.#segments],
      devices: new Map(this.#devices),
      state: this.#state,
      blobs: new Map(this.#blobs),
    };
  }

  /** A restored server is in an epoch of its own, so that every device compares what it has. */
  restore(backup: ServerBackup<Body, State, Blob>, epoch: string): void {
    this.wasRestored = true;
    this.#segments = [...backup.segments];
    this.#devices = new Map(backup.devices);
    this.#epoch = backup.epoch === null ? null : epoch;
    this.#head = backup.head;
    this.#floor = backup.floor;
    this.#state = backup.state;
    this.#blobs = new Map(backup.blobs);
  }
}
