/** When to sync. Instants are UTC ms of this machine's clock. */
export interface ScheduleParts {
  readonly now: () => number;
  /** In [0, 1): so that a school's laptops do not ask together. */
  readonly random: () => number;
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** Answers of one half minute travel together: each alone would cost ten times as much. */
const AFTER_ANSWER_MS = 30 * SECOND;
const AFTER_EDIT_MS = 2 * SECOND;
const OPS_AT_ONCE = 100;
const ACTIVE_MS = 5 * MINUTE;
const IDLE_MS = 30 * MINUTE;
const BACK_OFF_FROM_MS = 2 * SECOND;
const BACK_OFF_TO_MS = 15 * MINUTE;

/** What is known of the moment: tells when the server is asked next, and holds no timer. */
export class SyncSchedule {
  readonly #parts: ScheduleParts;
  #isActive = true;
  #areOthersOnline = false;
  #failures = 0;
  /** Earliest instant of the next request, whatever asks for it. */
  #notBefore = 0;
  /** When what waits is sent; null: nothing waits. */
  #sendAt: number | null = null;
  /** When the server is asked for what is new. */
  #lookAt: number;

  constructor(parts: ScheduleParts) {
    this.#parts = parts;
    // At start.
    this.#lookAt = parts.now();
  }

  /** The instant of the next request. */
  get dueAt(): number {
    return Math.max(this.#notBefore, Math.min(this.#sendAt ?? Infinity, this.#lookAt));
  }

  /** Something was written. @param waiting ops that wait now. @param isAnswer study, not an edit by hand */
  wrote(waiting: number, isAnswer: boolean): void {
    const isWatched = !isAnswer && this.#areOthersOnline;
    const inMs = waiting >= OPS_AT_ONCE ? 0 : isWatched ? AFTER_EDIT_MS : AFTER_ANSWER_MS;
    const at = this.#parts.now() + inMs;
    // After the last write: each one moves it, but never beyond what an earlier reason asked for.
    this.#sendAt = inMs === AFTER_ANSWER_MS ? at : Math.min(this.#sendAt ?? Infinity, at);
  }

  /** A pause, the end of a session, the window left or closed: what waits goes now. */
  paused(): void {
    if (this.#sendAt !== null) this.#sendAt = this.#parts.now();
  }

  /** The server says that there is something new. */
  poked(): void {
    this.#areOthersOnline = true;
    this.#lookAt = this.#parts.now();
  }

  /** Somebody is at the window, or nobody. */
  active(isActive: boolean): void {
    if (isActive === this.#isActive) return;
    this.#isActive = isActive;
    if (isActive) this.#lookAt = Math.min(this.#lookAt, this.#parts.now() + this.#jittered(ACTIVE_MS));
  }

  /** The server was asked and answered. @param others whether ops of other devices came */
  synced(others: boolean): void {
    this.#areOthersOnline = others;
    this.#failures = 0;
    this.#notBefore = 0;
    this.#sendAt = null;
    this.#lookAt = this.#parts.now() + this.#jittered(this.#isActive ? ACTIVE_MS : IDLE_MS);
  }

  /** It could not be reached, or asks to wait. @param retryAfterMs as it says */
  failed(retryAfterMs = 0): void {
    const most = Math.min(BACK_OFF_TO_MS, BACK_OFF_FROM_MS * 2 ** Math.min(20, this.#failures));
    this.#failures += 1;
    // Full jitter (between the least and the most): whoever fails together does not come back together.
    const backOff = BACK_OFF_FROM_MS + this.#parts.random() * (most - BACK_OFF_FROM_MS);
    const asked = Math.min(24 * 60 * MINUTE, Math.max(0, retryAfterMs));
    this.#notBefore = this.#parts.now() + Math.max(backOff, asked);
    this.#lookAt = Math.min(this.#lookAt, this.#notBefore);
  }

  /** Never sooner, up to a fifth later. */
  #jittered(ms: number): number {
    return ms * (1 + this.#parts.random() / 5);
  }
}
