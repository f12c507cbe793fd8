import { brake, type BrakeDay, type BrakeLimits } from '../client/fold/delete-brake.ts';
import { cellKey, type FoldState } from '../client/fold/fold-state.ts';

/** As `brakeLimits`, for accounts of some twenty rows. */
export const FEW: BrakeLimits = { rows: 3, share: 0.2 };
const TABLE = 'notes';

/** Notes that others deleted and that the owner of a device still sees. */
export class HeldDeletes {
  #day: BrakeDay | undefined;
  #held = new Set<string>();
  /** Deleted on this device. */
  #mine = new Set<string>();

  copy(): HeldDeletes {
    const other = new HeldDeletes();
    other.#day = this.#day;
    other.#held = new Set(this.#held);
    other.#mine = new Set(this.#mine);
    return other;
  }

  get uids(): ReadonlySet<string> {
    return this.#held;
  }

  /** Rows there were when the first deletion of the last day came. */
  get stoodToday(): number {
    return this.#day?.stood ?? 0;
  }

  deletedHere(uid: string): void {
    this.#mine.add(uid);
  }

  /** The owner agrees. */
  confirm(): void {
    this.#held.clear();
    this.#day = undefined;
  }

  /** What the owner sees: notes that are not deleted, and those whose deletion is held. */
  visible(view: FoldState): Set<string> {
    const uids = new Set<string>();
    const deleted: string[] = [];
    for (const { table, uid, field, value } of view.cells.values()) {
      if (table !== TABLE) continue;
      uids.add(uid);
      if (field === 'deleted' && value === true) deleted.push(uid);
    }
    for (const uid of deleted) if (!this.#held.has(uid)) uids.delete(uid);
    return uids;
  }

  /** Facts of others came: rows that were there before and are deleted now are held from some number on. */
  follow(uids: Iterable<string>, wasDeleted: (uid: string) => boolean, now: FoldState, nowMs: number): void {
    for (const uid of uids) {
      if (!isDeleted(now, uid)) {
        this.#held.delete(uid);
        this.#mine.delete(uid);
        continue;
      }
      if (wasDeleted(uid) || this.#mine.has(uid) || this.#held.has(uid)) continue;
      // This one was there until now.
      const standing = (): number => this.visible(now).size + 1;
      const { day, isHeld } = brake(this.#day, { standing, held: this.#held.size, nowMs }, FEW);
      this.#day = day;
      if (isHeld) this.#held.add(uid);
    }
  }
}

export function isDeleted({ cells }: FoldState, uid: string): boolean {
  return cells.get(cellKey(uid, 'deleted'))?.value === true;
}
