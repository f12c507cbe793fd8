import { tickHlc } from '../../protocol/hlc.ts';
import type {
  PullReply,
  PullRequest,
  PushReply,
  PushRequest,
  Refusal,
  SealReply,
  SealRequest,
  SnapshotReply,
} from '../../protocol/messages.ts';
import type { Op, OpBody } from '../../protocol/op.ts';
import { applyPage } from './apply-page.ts';
import { areEqual, FOLD_RULES, isAtRest, reread } from './compare-digest.ts';
import { isElsewhere, isShortened, joinEpoch, takeNewIdentity } from './identity.ts';
import { syncRules, type SyncRules } from './rules.ts';
import { learnClock, present, type Clock } from './set-clock.ts';
import { BrokenSegment, type Digest, type SyncDisk } from './sync-disk.ts';
import type { SyncEngineParts, SyncRequest } from './sync-request.ts';
import { AGAIN, pausedNow, refused, troubled } from './trouble.ts';

/**
 * The client side of device sync: says what to ask next, and takes what comes back, in any order, twice, late or never.
 * It holds nothing in memory: a process may end between any two of its transactions.
 */
export class SyncEngine<Body, State> {
  readonly #disk: SyncDisk<Body, State>;
  readonly #parts: SyncEngineParts<Body, State>;
  readonly #rules: SyncRules;
  readonly #clock: Clock;
  readonly #foldRules: number;

  constructor(parts: SyncEngineParts<Body, State>) {
    this.#parts = parts;
    this.#disk = parts.disk;
    this.#rules = parts.rules ?? syncRules;
    this.#foldRules = parts.foldRules ?? FOLD_RULES;
    this.#clock = { wallMs: parts.wallMs, nowMs: () => this.nowMs(), newId: parts.newId };
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
    const paused = pausedNow(record, this.#parts.wallMs());
    if (paused === null && record.paused !== null)
      this.#disk.transaction(() => this.#disk.update({ paused: null }));
    if (record.stopped !== null || (paused !== null && paused !== 'quota')) return null;
    if (record.epoch === null) return { type: 'snapshot' };
    const isAtHead = record.head !== null && record.cursor >= record.head;
    if (!isAtHead) return this.#pull(record.epoch);
    if (record.isForked || isShortened(this.#disk)) {
      this.#disk.transaction(() => {
        takeNewIdentity(this.#disk, this.#parts.newId());
        this.#trouble();
      });
      if (this.#isPaused()) return null;
    }
    if (record.isJoining) this.#endJoin();
    if (paused === 'quota') return null;
    const now = this.#disk.record;
    // All that the account has is here: what was acknowledged and did not come back has been lost by the server.
    if (this.#rules.resendsUnconfirmed && now.acked > now.confirmed) {
      this.#disk.transaction(() => {
        this.#disk.update({ acked: now.confirmed });
        this.#trouble();
      });
      if (this.#isPaused()) return null;
    }
    if (now.mustDigest && isAtRest(this.#disk.record)) this.#appendDigest(this.#disk.digest('kept'));
    if (this.#disk.record.length > this.#disk.record.acked) return this.#push(record.epoch);
    return now.mustSeal ? this.#sealIfSound(record.epoch, this.#parts.newId()) : null;
  }

  /** A poke, a timer: there may be something new. */
  look(): void {
    this.#disk.transaction(() => this.#disk.update({ head: null }));
  }

  /** The owner asks to go on, or the program was updated: what was put off is tried at once. */
  resume(): void {
    this.#disk.transaction(() => {
      const { stopped } = this.#disk.record;
      this.#disk.update({ paused: null, head: null, stopped: stopped === 'upgrade' ? null : stopped });
    });
  }

  /**
   * Once a week: rows are counted anew, compared with what was kept of them, and the others are told.
   * @returns false where something is on its way: to be tried again soon
   */
  compare(): boolean {
    if (!isAtRest(this.#disk.record)) return false;
    if (this.#isSound()) this.#appendDigest(this.#disk.digest('kept'));
    else this.#disk.transaction(() => this.#heal());
    return true;
  }

  /** All facts as they are, in the same epoch, so that the server can forget the segments. Null: not now. */
  compact(): SyncRequest<Body, State> | null {
    const { epoch } = this.#disk.record;
    return epoch !== null && isAtRest(this.#disk.record) ? this.#sealIfSound(epoch, epoch) : null;
  }

  pushed(request: PushRequest<Body>, reply: PushReply, delayMs: number): void {
    this.#disk.transaction(() => {
      learnClock(this.#disk, this.#clock, reply.serverMs, delayMs);
      const { record } = this.#disk;
      if (request.dev !== record.dev || request.epoch !== record.epoch) return;
      if (this.#isRefused(reply)) return;
      if (reply.st === 'epoch') this.#leaveEpoch();
      else if (reply.st === 'resync') this.#resync(reply);
      else {
        const to = request.from + request.n - 1;
        if (to <= record.confirmed) return;
        // A late reply to what was renumbered since says nothing of today's ops.
        if (this.#disk.chainAt(to) !== request.next) return;
        const head = Number.isSafeInteger(reply.head) ? reply.head : 0;
        this.#disk.update({
          acked: this.#rules.ackedBy(to, record),
          head: Math.max(record.head ?? 0, head),
        });
      }
    });
  }

  pulled(request: PullRequest, reply: PullReply<Body>, delayMs: number): void {
    this.#taking(() => {
      learnClock(this.#disk, this.#clock, reply.serverMs, delayMs);
      if (this.#isRefused(reply)) return;
      if (!this.#rules.mayApply(request, this.#disk.record)) return;
      if (reply.st === 'epoch') {
        this.#leaveEpoch();
        return;
      }
      const { disagrees } = applyPage(this.#disk, reply, this.#rules, {
        nowMs: this.nowMs(),
        foldRules: this.#foldRules,
      });
      const { cursor, head } = this.#disk.record;
      if (reply.segs.length > 0 && head !== null && cursor >= head) this.#disk.update({ troubles: 0 });
      if (disagrees) this.#heal();
    });
  }

  /** @returns the first epoch to make, should the account have none yet */
  gotSnapshot(reply: SnapshotReply<State>, delayMs: number): SyncRequest<Body, State> | null {
    let request: SyncRequest<Body, State> | null = null;
    this.#taking(() => {
      learnClock(this.#disk, this.#clock, reply.serverMs, delayMs);
      if (this.#isRefused(reply) || this.#disk.record.epoch !== null) return;
      // Facts from before sync carry the stamps of this machine's clock, right or wrong.
      if (reply.st === 'none') request = this.#seal(null, this.#parts.newId(), this.nowMs());
      else joinEpoch(this.#disk, this.#rules, reply);
    });
    return request;
  }

  sealed(request: SealRequest<State>, reply: SealReply, delayMs: number): void {
    this.#taking(() => {
      learnClock(this.#disk, this.#clock, reply.serverMs, delayMs);
      if (this.#isRefused(reply)) return;
      const { epoch, cursor } = this.#disk.record;
      if (request.after !== epoch || request.head !== cursor || request.epoch === epoch) return;
      if (reply.st === 'ok') joinEpoch(this.#disk, this.#rules, { ...request, floor: request.head });
      else {
        this.#trouble();
        this.#disk.update({ head: null });
      }
    });
  }

  /** Takes an answer whole or not at all; one that cannot be right is asked for again later, from the beginning. */
  #taking(work: () => void): void {
    try {
      this.#disk.transaction(work);
    } catch (error) {
      if (!(error instanceof BrokenSegment)) throw error;
      this.#parts.says?.({ word: 'server', why: error.message });
      this.#disk.transaction(() => {
        const { epoch, troubles, rereads, isJoining } = this.#disk.record;
        this.#disk.update({ ...troubled(this.#disk.record, this.#parts.wallMs(), true), head: null });
        // The same page once more; then everything, in case it is this side that is damaged.
        if (epoch !== null && troubles > 0)
          this.#disk.update({ epoch: null, rereads: isJoining ? rereads : epoch });
      });
    }
  }

  #isRefused<Reply extends { readonly st: string }>(reply: Reply | Refusal): reply is Refusal {
    if (!isRefusal(reply)) return false;
    if (reply.st === 'revoked' || reply.st === 'upgrade') this.#disk.update({ stopped: reply.st });
    else this.#disk.update({ paused: refused(reply.st, this.#parts.wallMs(), reply.retryAfterMs) });
    return true;
  }

  /** An answer that leads nowhere: a server that has only such ones is not asked all day. */
  #trouble(): void {
    this.#disk.update(troubled(this.#disk.record, this.#parts.wallMs(), false));
    if (this.#isPaused()) this.#parts.says?.({ word: 'server', why: AGAIN });
  }

  #isPaused(): boolean {
    return pausedNow(this.#disk.record, this.#parts.wallMs()) === 'server';
  }

  #leaveEpoch(): void {
    if (this.#disk.record.isJoining) this.#trouble();
    this.#disk.update({ epoch: null, head: null });
  }

  #appendDigest(digest: Digest): void {
    const { epoch, cursor } = this.#disk.record;
    if (digest === null || epoch === null) return;
    this.#disk.transaction(() => {
      const body = { epoch, seq: cursor, rules: this.#foldRules, tables: digest };
      this.write(this.#parts.newId(), { kind: 'digest', ...body });
      this.#disk.update({ mustDigest: false });
    });
  }

  #isSound(): boolean {
    return areEqual(this.#disk.digest('counted'), this.#disk.digest('kept'));
  }

  #heal(): void {
    const isHealing = reread(this.#disk, this.#parts.wallMs());
    this.#parts.says?.({ word: isHealing ? 'healing' : 'disagrees' });
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
      const label = { dev, from, n: ops.length, prev, next };
      return { type: 'push', push: { epoch, ...label, body: this.#disk.seal(ops, label) } };
    });
  }

  /** Whoever makes a snapshot gives away what their rows say: rows that changed by themselves are read again before. */
  #sealIfSound(after: string, epoch: string): SyncRequest<Body, State> | null {
    if (this.#isSound()) return this.#seal(after, epoch, null);
    this.#disk.transaction(() => this.#heal());
    return this.#disk.record.epoch === null ? this.next() : null;
  }

  #seal(after: string | null, epoch: string, limitMs: number | null): SyncRequest<Body, State> {
    const { cursor } = this.#disk.record;
    return { type: 'seal', seal: { after, epoch, head: cursor, state: this.#disk.snapshot(limitMs) } };
  }

  #resync(reply: Extract<PushReply, { st: 'resync' }>): void {
    const { record } = this.#disk;
    this.#trouble();
    if (isElsewhere(this.#disk, this.#rules, reply.acked, reply.chain))
      this.#disk.update({ isForked: true, head: null });
    else this.#disk.update({ acked: this.#rules.resyncTo(reply, record) });
  }

  #endJoin(): void {
    this.#disk.transaction(() => {
      for (const op of this.#disk.endJoin()) if (!this.#disk.has(op.id)) this.#disk.append(op);
      this.#disk.update({ isJoining: false, rereads: null });
    });
  }
}

function isRefusal<Reply extends { readonly st: string }>(reply: Reply | Refusal): reply is Refusal {
  return ['revoked', 'upgrade', 'quota', 'rate'].includes(reply.st);
}
