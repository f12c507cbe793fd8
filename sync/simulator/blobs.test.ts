import { describe, expect, it } from 'vitest';
import type { FoldState } from '../client/fold/fold-state.ts';
import { BlobEngine } from '../client/planner/blob-engine.ts';
import type { Op, OpBody } from '../protocol/op.ts';
import { MemoryDisk } from './memory-disk.ts';
import { addressOf, contentOf } from './writes.ts';

type Blob = readonly OpBody[];
const HOUR = 3_600_000;
const address = 'blob:import';
const blob = contentOf(address);
const eff = { ms: 1000, n: 0 };
const op: Op = {
  id: 'op',
  at: eff,
  body: { kind: 'bulk', blob: address, bytes: 1, tables: ['notes', 'reviews'], entries: blob.length },
};

class Laptop {
  wallMs = 1000;
  readonly words: string[] = [];
  readonly disk: MemoryDisk;
  readonly engine: BlobEngine<readonly Op[], FoldState, Blob>;

  constructor() {
    const chain = (): string => '';
    const parts = { chain, canBe: () => true, meaningOf: () => null, nowMs: () => 0, hasDeletions: false };
    this.disk = new MemoryDisk('device', parts, 1);
    this.disk.update({ epoch: 'epoch' });
    this.engine = new BlobEngine({
      disk: this.disk,
      blobs: this.disk,
      addressOf,
      wallMs: () => this.wallMs,
      says: ({ why }) => this.words.push(why),
    });
  }
}

/** Of a device that has the op and not the blob, and of the one that made both. */
function reader(): Laptop {
  const laptop = new Laptop();
  laptop.disk.fold(op, { eff, op: op.id });
  return laptop;
}
function writer(): Laptop {
  const laptop = new Laptop();
  laptop.disk.addBlob(address, blob);
  laptop.disk.append(op);
  return laptop;
}

describe('blobs of imports', () => {
  it('are given to the server once an epoch', () => {
    const { engine, disk } = writer();
    expect(engine.next()).toEqual({ type: 'putBlob', address, blob });
    engine.put(address, { st: 'ok' });
    expect(engine.next()).toBeNull();
    disk.beginEpoch(disk.snapshot(null));
    expect(engine.next()).toEqual({ type: 'putBlob', address, blob });
  });

  it('are asked for where an op waits for one, and apply it', () => {
    const { engine, disk } = reader();
    expect(engine.next()).toEqual({ type: 'getBlob', address });
    engine.got(address, { st: 'ok', blob });
    expect(engine.next()).toBeNull();
    expect(disk.facts.waiting.size).toBe(0);
    expect(disk.facts.events.size).toBe(2);
  });

  it('are asked for once until there is something new', () => {
    const { engine } = reader();
    engine.got(address, { st: 'none' });
    expect(engine.next()).toBeNull();
    engine.look();
    expect(engine.next()).toEqual({ type: 'getBlob', address });
  });

  it('are not taken where they are not what their address says', () => {
    const { engine, disk, words } = reader();
    engine.got(address, { st: 'ok', blob: contentOf('blob:other') });
    expect(words).toHaveLength(1);
    expect(disk.facts.waiting.size).toBe(1);
    expect(engine.next()).toBeNull();
  });

  it('wait where the server has no space or no time, and come for the others meanwhile', () => {
    const full = writer();
    full.engine.put(address, { st: 'quota', retryAfterMs: HOUR, serverMs: 0 });
    expect(full.engine.next()).toBeNull();
    full.disk.fold(
      { ...op, id: 'other', body: { ...op.body, blob: 'blob:other' } as OpBody },
      { eff, op: 'other' },
    );
    expect(full.engine.next()).toEqual({ type: 'getBlob', address: 'blob:other' });
    full.wallMs += HOUR;
    expect(full.engine.next()).toEqual({ type: 'putBlob', address, blob });
    const busy = reader();
    busy.engine.got(address, { st: 'rate', retryAfterMs: HOUR, serverMs: 0 });
    expect(busy.engine.next()).toBeNull();
    busy.wallMs += HOUR;
    expect(busy.engine.next()).toEqual({ type: 'getBlob', address });
  });
});
