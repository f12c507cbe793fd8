import { AHEAD_AT_MOST_MS, compareHlc, tickHlc, type Hlc } from '../../protocol/hlc.ts';
import type {
  Chain,
  PullReply,
  PullRequest,
  PushReply,
  PushRequest,
  SealReply,
  SealRequest,
  SnapshotReply,
} from '../../protocol/messages.ts';
import { FIRST_CHAIN } from '../../protocol/chain.ts';
import type { Op, OpBody } from '../../protocol/op.ts';
import { applyPage } from './apply-page.ts';
import { syncRules, type SyncRules } from './rules.ts';
import { BrokenSegment, type SyncDisk } from './sync-disk.ts';

/** What to ask of the server next. */
export type SyncRequest<Body, State> =
  | { readonly type: 'push'; readonly push: PushRequest<Body> }
  | { readonly type: 'pull'; readonly pull: PullRequest }
  | { readonly type: 'snapshot' }
  | { readonly type: 'seal'; readonly seal: SealRequest<State> };

export interface SyncLimits {
  readonly opsInPush: number;
  readonly opsInPage: number;
}

export interface SyncEngineParts<Body, State> {
  readonly disk: SyncDisk<Body, State>;
  /** This machine's clock, right or wrong: UTC ms. */
  readonly wallMs: () => number;
  /** A random id: of a device after a fork, of an epoch. */
  readonly newId: () => string;
  readonly limits: SyncLimits;
  readonly rules?: SyncRules;
}

/**
 * The client side of device sync: says what to ask next, and takes what comes back, in any order, twice, late or never.
 * It holds nothing in memory: a process may end between any two of its transactions.
 */
export class SyncEngine<Body, State> {
  readonly #disk: SyncDisk<Body, State>;
  readonly #parts: SyncEngineParts<Body, State>;
  readonly #rules: SyncRules;

  constructor(parts: SyncEngineParts<Body, State>) {
    this.#parts = parts;
    this.#disk = parts.disk;
    this.#rules = parts.rules ?? syncRules;
  }

  /** This machine's clock, as far as the server has set it right. */
  nowMs(): number {
    return Math.max(0, this.#parts.wallMs() + (this.#disk.record.offsetMs ?? 0));
  }

  /** Records a write, within the transaction of the write. */
  write(id: string, body: OpBody): Op {
    const at = tickHlc(this.#disk.record.last, this.nowMs());
    const op: Op = { id, at, body };
    this.#disk.update({ last: at });
    this.#disk.append(op);
    return op;
  }

  /** What to ask now; null: nothing is to be done before the next write, poke or timer. Local steps are taken here. */
  next(): SyncRequest<Body, State> | null {
    const { record } = this.#disk;
    if (record.stopped !== null) return null;
    if (record.epoch === null) return { type: 'snapshot' };
    const isAtHead = record.head !== null && record.cursor >= record.head;
    if (!isAtHead) return this.#pull(record.epoch);
    if (record.isForked) this.#newIdentity();
    if (record.isJoining) this.#endJoin();
    const now = this.#disk.record;
    // All that the account has is here: what was acknowledged and did not come back has been lost by the server.
    if (this.#rules.resendsUnconfirmed && now.acked > now.confirmed)
      this.#disk.transaction(() => this.#disk.update({ acked: now.confirmed }));
    if (this.#disk.record.length > this.#disk.record.acked) return this.#push(record.epoch);
    return now.mustSeal ? this.#seal(record.epoch, null) : null;
  }

  /** A poke, a timer: there may be something new. */
  look(): void {
    this.#disk.transaction(() => this.#disk.update({ head: null }));
  }

  pushed(request: PushRequest<Body>, reply: PushReply, delayMs: number): void {
    this.#disk.transaction(() => {
      this.#learnClock(reply.serverMs, delayMs);
      const { record } = this.#disk;
      if (request.dev !== record.dev || request.epoch !== record.epoch) return;
      if (reply.st === 'revoked') this.#disk.update({ stopped: 'revoked' });
      else if (reply.st === 'epoch') this.#disk.update({ epoch: null });
      else if (reply.st === 'resync') this.#resync(reply);
      else {
        const to = request.from + request.n - 1;
        if (to <= record.confirmed) return;
        // A late reply to what was renumbered since says nothing of today's ops.
        if (this.#disk.chainAt(to) !== request.next) return;
        this.#disk.update({
          acked: this.#rules.ackedBy(to, record),
          head: Math.max(record.head ?? 0, reply.head),
        });
      }
    });
  }

  pulled(request: PullRequest, reply: PullReply<Body>, delayMs: number): void {
    try {
      this.#disk.transaction(() => {
        this.#learnClock(reply.serverMs, delayMs);
        const { record } = this.#disk;
        if (!this.#rules.mayApply(request, record)) return;
        if (reply.st === 'epoch') this.#disk.update({ epoch: null });
        else applyPage(this.#disk, reply, this.#rules, this.nowMs());
      });
    } catch (error) {
      if (!(error instanceof BrokenSegment)) throw error;
      this.#disk.transaction(() => this.#disk.update({ stopped: 'server' }));
    }
  }

  /** @param epoch id of the first epoch, should the account have none yet */
  gotSnapshot(reply: SnapshotReply<State>, delayMs: number): SyncRequest<Body, State> | null {
    return this.#disk.transaction(() => {
      this.#learnClock(reply.serverMs, delayMs);
      if (this.#disk.record.epoch !== null) return null;
      // Facts from before sync carry the stamps of this machine's clock, right or wrong.
      if (reply.st === 'none') return this.#seal(null, this.nowMs());
      this.#join(reply.epoch, reply.floor, reply.state);
      return null;
    });
  }

  sealed(request: SealRequest<State>, reply: SealReply, delayMs: number): void {
    this.#disk.transaction(() => {
      this.#learnClock(reply.serverMs, delayMs);
      const { epoch, cursor } = this.#disk.record;
      if (request.after !== epoch || request.head !== cursor) return;
      if (reply.st === 'ok') this.#join(request.epoch, request.head, request.state);
      else this.#disk.update({ head: null });
    });
  }

  #pull(epoch: string): SyncRequest<Body, State> {
    return {
      type: 'pull',
      pull: { epoch, after: this.#disk.record.cursor, max: this.#parts.limits.opsInPage },
    };
  }

  #push(epoch: string): SyncRequest<Body, State> {
    return this.#disk.transaction(() => {
      const { dev, acked, length, attempted } = this.#disk.record;
      const from = acked + 1;
      const ops: Op[] = [];
      for (let dseq = from; dseq <= length && ops.length < this.#parts.limits.opsInPush; dseq += 1)
        ops.push(present(this.#disk.op(dseq)));
      const to = acked + ops.length;
      this.#disk.update({ attempted: Math.max(attempted, to) });
      const prev = present(this.#disk.chainAt(acked));
      const next = present(this.#disk.chainAt(to));
      const body = this.#disk.seal(ops);
      return { type: 'push', push: { epoch, dev, from, n: ops.length, prev, next, body } };
    });
  }

  #seal(after: string | null, limitMs: number | null): SyncRequest<Body, State> {
    const epoch = this.#parts.newId();
    const { cursor } = this.#disk.record;
    return { type: 'seal', seal: { after, epoch, head: cursor, state: this.#disk.snapshot(limitMs) } };
  }

  #resync(reply: Extract<PushReply, { st: 'resync' }>): void {
    const { record } = this.#disk;
    if (this.#isElsewhere(reply.acked, reply.chain)) this.#disk.update({ isForked: true, head: null });
    else this.#disk.update({ acked: this.#rules.resyncTo(reply, record) });
  }

  /** Whether the server has this device at a point that is not on its way: a copy, a backup, or a server restored. */
  #isElsewhere(seq: number, chain: Chain): boolean {
    return seq < this.#disk.record.confirmed || this.#rules.isFork(this.#disk.chainAt(seq), chain);
  }

  /** Own ops the server lacks, under a new name: automatic, silent, nothing lost, nothing asked. */
  #newIdentity(): void {
    this.#disk.transaction(() => {
      const { confirmed, length } = this.#disk.record;
      const ops: Op[] = [];
      for (let dseq = confirmed + 1; dseq <= length; dseq += 1) {
        const op = this.#disk.op(dseq);
        if (op !== undefined && !this.#disk.has(op.id)) ops.push(op);
      }
      this.#disk.renumber(this.#parts.newId(), ops);
      this.#disk.update({ isForked: false });
    });
  }

  #join(epoch: string, floor: number, state: State): void {
    this.#disk.beginEpoch(state);
    this.#disk.update({ epoch, cursor: floor, head: null, isJoining: true, mustSeal: false });
    const { dev, acked, confirmed } = this.#disk.record;
    const theirs = this.#disk.frontier(dev) ?? { seq: 0, chain: FIRST_CHAIN };
    if (this.#isElsewhere(theirs.seq, theirs.chain)) this.#disk.update({ isForked: true });
    else
      this.#disk.update({
        acked: Math.max(acked, theirs.seq),
        confirmed: Math.max(confirmed, theirs.seq),
      });
  }

  #endJoin(): void {
    this.#disk.transaction(() => {
      for (const op of this.#disk.endJoin()) if (!this.#disk.has(op.id)) this.#disk.append(op);
      this.#disk.update({ isJoining: false });
    });
  }

  /** The offset of the round trip with the least delay; a little decay lets a better clock be found again. */
  #learnClock(serverMs: number, delayMs: number): void {
    const { offsetMs, offsetDelayMs } = this.#disk.record;
    const offset = serverMs - (this.#parts.wallMs() - delayMs / 2);
    const hasJumped =
      offsetMs !== null && Math.abs(offset - offsetMs) > delayMs + offsetDelayMs + AHEAD_AT_MOST_MS;
    if (offsetMs !== null && delayMs > offsetDelayMs && !hasJumped) return;
    this.#disk.update({ offsetMs: offset, offsetDelayMs: delayMs });
    this.#restamp();
  }

  /**
   * Stamps more than a minute ahead of the clock that is known now: where nobody has seen them they are made anew. With a
   * new id each, because a copy of this device may have sent the old one.
   */
  #restamp(): void {
    const { last, attempted, confirmed, length } = this.#disk.record;
    // A backup may not know that what it holds was sent.
    const seen = Math.max(attempted, confirmed);
    const nowMs = this.nowMs();
    const limitMs = nowMs + AHEAD_AT_MOST_MS;
    if (last.ms <= limitMs) return;
    // What was attempted counts from a minute after its receipt at most: what follows must not come before it.
    let stamp: Hlc = { ms: seen > 0 ? limitMs : nowMs, n: 0 };
    const ops: Op[] = [];
    for (let dseq = seen + 1; dseq <= length; dseq += 1) {
      const op = present(this.#disk.op(dseq));
      // What was written before the clock went wrong stays as it is.
      const isRight = op.at.ms <= limitMs && compareHlc(op.at, stamp) <= 0;
      if (!isRight) stamp = tickHlc(stamp, nowMs);
      ops.push(isRight ? op : { id: this.#parts.newId(), at: stamp, body: op.body });
    }
    this.#disk.replaceFrom(seen + 1, ops);
    this.#disk.update({ last: stamp });
  }
}

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('an own op that was not confirmed is gone');
  return value;
}
