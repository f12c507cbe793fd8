import type { Database } from 'better-sqlite3';
import type { Clock, IdSource } from '#core/store/clock.ts';
import type { Derivations } from '#core/store/derivations.ts';
import type { OpSink } from '#core/store/op-sink.ts';
import { uidToHex } from '#core/store/uid.ts';
import type { Row } from '#core/store/undo-steps.ts';
import type { WriteTransaction } from '#core/store/write-transaction.ts';
import { compareHlc, type Hlc } from '../../protocol/hlc.ts';
import type { CellsBody, Op, OpBody, Value } from '../../protocol/op.ts';
import { BlobEngine } from '../planner/blob-engine.ts';
import { newSyncRecord } from '../planner/sync-disk.ts';
import { SyncEngine } from '../planner/sync-engine.ts';
import type { SyncWord } from '../planner/sync-request.ts';
import { Aliases } from './aliases.ts';
import { Capture } from './capture.ts';
import { CellsFold } from './cells-fold.ts';
import { ConflictLog } from './conflict-log.ts';
import { DeleteBrake } from './delete-brake.ts';
import { Digests } from './digests.ts';
import { EraseFold } from './erase-fold.ts';
import { JoinMarks } from './join-marks.ts';
import { KeptOps } from './kept-ops.ts';
import { OwnWrites } from './own-writes.ts';
import { RowNames } from './row-names.ts';
import { RowsFold } from './rows-fold.ts';
import { Stamps } from './stamps.ts';
import { addressOf, StoreBlobs } from './store-blobs.ts';
import { StoreDisk } from './store-disk.ts';
import { StoreFold } from './store-fold.ts';
import type { SyncKeys } from './sync-keys.ts';
import { keyOf, syncedTables, type SyncedTable } from './synced-tables.ts';

export interface SyncStoreParts {
  /** A connection that writes: what it changes is recorded from now on. */
  readonly db: Database;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly derivations: Derivations;
  readonly keys: SyncKeys;
  readonly says?: (word: SyncWord) => void;
}

const OPS_IN_PUSH = 500;
const OPS_IN_PAGE = 2000;

export type Engine = SyncEngine<Uint8Array, Uint8Array>;

/** Sync on an open store: hears what is written, and applies what comes. */
export class SyncStore implements OpSink {
  readonly engine: Engine;
  readonly blobs: BlobEngine<Uint8Array, Uint8Array, Uint8Array>;
  readonly disk: StoreDisk;
  readonly brake: DeleteBrake;
  readonly conflicts: ConflictLog;
  readonly kept: KeptOps;
  readonly fold: StoreFold;
  readonly digests: Digests;
  /** Who only records needs none. */
  keys: SyncKeys;
  readonly #capture: Capture;
  readonly #names: RowNames;
  readonly #rows: RowsFold;
  readonly #own: OwnWrites;
  readonly #db: Database;
  readonly #tables: ReadonlyMap<string, SyncedTable>;
  #isRemote = false;

  constructor({ db, clock, ids, derivations, keys, says }: SyncStoreParts) {
    this.#db = db;
    this.keys = keys;
    const tables = syncedTables(db);
    this.#tables = tables;
    const aliases = new Aliases(db, tables);
    const names = new RowNames(db, tables, (table, uid) => aliases.canonicalBytes(table, uid));
    const stamps = new Stamps(db);
    const marks = new JoinMarks(db);
    const capture = new Capture(db);
    const isProvisional = (op: string): boolean => this.disk.isProvisional(op);
    this.kept = new KeptOps(db);
    this.conflicts = new ConflictLog(db, () => clock.now());
    this.brake = new DeleteBrake(db, isProvisional);
    this.digests = new Digests(db, tables, names);
    const cells = new CellsFold({
      tables,
      names,
      stamps,
      kept: this.kept,
      aliases,
      conflicts: this.conflicts,
      brake: this.brake,
      marks,
      isProvisional,
    });
    const erase = new EraseFold(db, tables, derivations);
    const blobs = new StoreBlobs(db, this.kept);
    this.#rows = new RowsFold({ db, names, stamps, marks });
    this.fold = new StoreFold({
      db,
      capture,
      tables,
      kept: this.kept,
      cells,
      rows: this.#rows,
      erase,
      blob: (address) => blobs.find(address),
    });
    this.disk = new StoreDisk({
      db,
      tables,
      names,
      stamps,
      marks,
      kept: this.kept,
      capture,
      fold: this.fold,
      digests: this.digests,
      keys: {
        account: keys.account,
        keyOf: (epoch) => this.keys.keyOf(epoch),
        blobKey: () => this.keys.blobKey(),
      },
      forget: () => erase.forget(),
    });
    const disk = this.disk;
    this.engine = new SyncEngine({
      disk,
      wallMs: () => clock.now(),
      newId: () => uidToHex(ids.uid()),
      limits: {
        get opsInPush() {
          return disk.opsThatFit(OPS_IN_PUSH);
        },
        opsInPage: OPS_IN_PAGE,
      },
      ...(says === undefined ? {} : { says }),
    });
    this.blobs = new BlobEngine({
      disk,
      blobs,
      addressOf,
      wallMs: () => clock.now(),
      ...(says === undefined ? {} : { says }),
    });
    this.#capture = capture;
    this.#names = names;
    const write = (id: string, body: OpBody): Op => this.engine.write(id, body);
    const see = (eff: Hlc): void => {
      if (compareHlc(eff, disk.record.last) > 0) disk.update({ last: eff });
    };
    this.#own = new OwnWrites({ blobs, ids, names, stamps, marks, cells, see, write });
  }

  /** A step of the engine, within a write of the store: what it applies is not told again. */
  run<T>(tx: WriteTransaction, work: (engine: Engine) => T): T {
    this.#isRemote = true;
    this.disk.begin(tx);
    const result = work(this.engine);
    this.#rows.settle(tx);
    return result;
  }

  /** The rows of a table as they travel, as text: for who wants to see what differs. */
  told(table: string): string[] {
    const known = this.#tables.get(table) as SyncedTable;
    const plain = (_key: string, value: unknown): unknown =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
    return (this.#db.prepare(`SELECT * FROM ${table}`).all() as Row[]).map((row) =>
      JSON.stringify(
        Object.entries(this.#names.toFields(known, row, known.fields)).map(([name, value]) => [
          name,
          plain('', value),
        ]),
      ),
    );
  }

  /** Writes fields of a row anew as they stand here, so that they are later than what another device wrote. */
  reassert(tx: WriteTransaction, { table: name, uid, fields }: CellsBody): void {
    const table = this.#tables.get(name);
    const row = table && this.#names.find(table, uid, fields);
    if (table === undefined || row === undefined) return;
    this.disk.begin(tx);
    this.#own.reassert(table, uid, row, Object.keys(fields));
    this.disk.end();
  }

  /** A row of this file by its name everywhere, and fields as its columns; undefined: it is not here. */
  addressOf(
    name: string,
    uid: string,
    fields: Readonly<Record<string, Value>>,
  ): { key: Row; columns: Row } | undefined {
    const table = this.#tables.get(name);
    if (table === undefined) return undefined;
    const row = this.#names.findByUid(table, uid);
    if (row === undefined) return undefined;
    return { key: keyOf(table, row), columns: this.#names.toColumns(table, fields) };
  }

  finish(tx: WriteTransaction): void {
    const isTooMuch = this.#capture.hasOverflowed;
    const changes = this.#capture.take();
    if (!this.#isRemote && !isTooMuch && changes.length === 0) return;
    if (!this.#isRemote) this.disk.begin(tx);
    if (isTooMuch) this.#tellBySnapshot();
    this.#names.rememberRemoved(changes);
    this.digests.note(changes);
    if (!this.#isRemote) this.#own.record(changes);
    this.disk.end();
    this.#names.forgetRemoved();
    this.#isRemote = false;
  }

  /** More than ops can say at once: the account's next snapshot says it. */
  #tellBySnapshot(): void {
    this.digests.begin();
    if (!this.#isRemote) this.disk.update({ mustSeal: true });
  }

  discard(): void {
    this.#capture.discard();
    this.#names.forgetRemoved();
    this.disk.discard();
    this.#isRemote = false;
  }

  /** The connection is not watched any more. */
  stop(): void {
    this.#capture.stop();
  }
}

/** Begins to record, within a write of the store. An older program could write without recording: it only reads from now on. */
export function beginSync(
  db: Database,
  { account, now, dev }: { account: string; now: number; dev: string },
): void {
  db.prepare('INSERT INTO sync_state (id, account, record, switched_on_at) VALUES (1, ?, ?, ?)').run(
    account,
    JSON.stringify(newSyncRecord(dev)),
    now,
  );
  db.prepare('UPDATE store_meta SET min_writer = max(min_writer, 15)').run();
}
