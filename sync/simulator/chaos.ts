import type { MemoryDisk } from './memory-disk.ts';
import type { Device } from './device.ts';
import type { FoldState } from '../client/fold/fold-state.ts';
import type { Op, OpBody } from '../protocol/op.ts';
import { settleLosses } from './losses.ts';
import type { ServerBackup } from './memory-server.ts';
import { below, drawShared } from './writes.ts';
import type { World } from './world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const DEVICES_AT_MOST = 5;

/** What may go wrong in a seed, and how often a step is it: each seed has some of them. */
interface Faults {
  readonly lose: number;
  readonly repeat: number;
  readonly crash: number;
  readonly partition: number;
  readonly jump: number;
  readonly restoreDevice: number;
  readonly clone: number;
  readonly restoreServer: number;
  readonly erase: number;
  readonly refuse: number;
  readonly compact: number;
  readonly compare: number;
  readonly damage: number;
  readonly update: number;
}

const all: Faults = {
  lose: 0.05,
  repeat: 0.05,
  crash: 0.03,
  partition: 0.03,
  jump: 0.01,
  restoreDevice: 0.012,
  clone: 0.012,
  restoreServer: 0.008,
  erase: 0.008,
  refuse: 0.01,
  compact: 0.01,
  compare: 0.02,
  damage: 0.004,
  update: 0.01,
};

/** A world in trouble: work, faults and time passing, as the seed has it. */
export class Chaos {
  readonly #world: World;
  readonly #faults: Faults;
  readonly #steps: number;
  readonly #deviceBackups: { device: Device; disk: MemoryDisk }[] = [];
  #serverBackup: ServerBackup<readonly Op[], FoldState, readonly OpBody[]> | null = null;

  constructor(world: World) {
    this.#world = world;
    const { random } = world;
    const some = (rate: number): number => (random.unit() < 0.5 ? 0 : rate * (0.5 + 2 * random.unit()));
    this.#faults = {
      lose: some(all.lose),
      repeat: some(all.repeat),
      crash: some(all.crash),
      partition: some(all.partition),
      jump: some(all.jump),
      restoreDevice: some(all.restoreDevice),
      clone: some(all.clone),
      restoreServer: some(all.restoreServer),
      erase: some(all.erase),
      refuse: some(all.refuse),
      compact: some(all.compact),
      compare: some(all.compare),
      damage: some(all.damage),
      update: some(all.update),
    };
    this.#steps = 40 + below(random, 160);
    const count = 2 + below(random, 3);
    for (let index = 0; index < count; index += 1) {
      const device = world.addDevice();
      const facts = random.unit() < 0.5 ? 0 : below(random, 6);
      for (let fact = 0; fact < facts; fact += 1) world.addFact(device);
    }
  }

  run(): void {
    for (let step = 0; step < this.#steps; step += 1) this.#step();
  }

  #step(): void {
    const world = this.#world;
    const { random } = world;
    const device = world.devices[below(random, world.devices.length)]!;
    let draw = random.unit();
    const happens = (rate: number): boolean => {
      draw -= rate;
      return draw < 0;
    };
    const faults = this.#faults;
    if (happens(faults.lose)) this.#onWire((place) => world.lose(place));
    else if (happens(faults.repeat)) this.#onWire((place) => world.deliver(place, true));
    else if (happens(faults.crash)) device.restart();
    else if (happens(faults.partition)) device.isOnline = !device.isOnline;
    else if (happens(faults.jump)) this.#jump(device);
    else if (happens(faults.restoreDevice)) this.#backUpOrRestore(device);
    else if (happens(faults.clone)) this.#clone(device);
    else if (happens(faults.restoreServer)) this.#backUpOrRestoreServer();
    else if (happens(faults.erase)) this.#erase(device);
    else if (happens(faults.refuse)) this.#refuse();
    else if (happens(faults.compact)) device.queued ??= device.engine.compact();
    else if (happens(faults.compare)) device.engine.compare();
    else if (happens(faults.damage)) this.#damage(device);
    else if (happens(faults.update)) device.updateProgram();
    else this.#work(device);
  }

  #work(device: Device): void {
    const world = this.#world;
    const { random } = world;
    const draw = random.unit();
    if (draw < 0.25) for (let write = 0; write <= below(random, 3); write += 1) world.write(device);
    else if (draw < 0.35) this.#wait();
    else if (draw < 0.4) device.isWaiting = false;
    else if (draw < 0.45) device.look();
    else if (draw < 0.7) world.send(device);
    else if (!this.#onWire((place) => world.deliver(place))) world.send(device);
  }

  #wait(): void {
    const { random } = this.#world;
    const unit = [SECOND, 10 * SECOND, MINUTE, HOUR, 3 * DAY][below(random, 5)]!;
    this.#world.nowMs += Math.ceil(unit * random.unit());
  }

  #onWire(act: (place: number) => void): boolean {
    const { onTheWire, random } = this.#world;
    if (onTheWire === 0) return false;
    act(below(random, onTheWire));
    return true;
  }

  #backUpOrRestore(device: Device): void {
    const backup = this.#deviceBackups.find((one) => one.device === device);
    if (backup === undefined) {
      this.#deviceBackups.push({ device, disk: device.disk.copy() });
      return;
    }
    this.#deviceBackups.splice(this.#deviceBackups.indexOf(backup), 1);
    settleLosses(this.#world, () => {
      if (this.#world.random.unit() < 0.5) device.restart();
      device.reopen(backup.disk);
    });
  }

  /** A clock is set wrong, and then written by. */
  #jump(device: Device): void {
    const { random } = this.#world;
    device.skewMs = [0, 365 * DAY, -DAY, 5 * MINUTE][below(random, 4)]!;
    this.#world.write(device, drawShared(random, this.#world.newId()));
  }

  #clone(device: Device): void {
    if (this.#world.devices.length >= DEVICES_AT_MOST) return;
    if (this.#world.random.unit() < 0.3) this.#jump(device);
    this.#world.addDevice(device.disk.copy(), device);
  }

  #backUpOrRestoreServer(): void {
    const { server } = this.#world;
    if (this.#serverBackup === null) {
      this.#serverBackup = server.backup();
      return;
    }
    const backup = this.#serverBackup;
    this.#serverBackup = null;
    settleLosses(this.#world, () => this.#world.restoreServer(backup));
  }

  /** The account's space is used up, the server is busy, or it wants newer programs. */
  #refuse(): void {
    const { random, nowMs } = this.#world;
    const st = (['quota', 'rate', 'upgrade'] as const)[below(random, 3)]!;
    this.#world.refusing = { st, untilMs: nowMs + Math.ceil(HOUR * random.unit()) };
  }

  /** A row changes on the disk, or is gone. It is found before anybody makes a snapshot of it, or at the weekly comparison. */
  #damage(device: Device): void {
    const { record } = device.disk;
    if (!this.#world.canCompare || record.epoch === null || record.isJoining) return;
    settleLosses(this.#world, () => {
      this.#world.isDamaged = device.disk.damage(this.#world.random.unit(), false) || this.#world.isDamaged;
    });
  }

  /** The owner erases what is known of their studying: from a clock that is right, as sync has set it. */
  #erase(device: Device): void {
    const { record } = device.disk;
    if (record.epoch === null || record.offsetMs === null) return;
    const tables = ['reviews', 'missions'];
    this.#world.write(device, { kind: 'erase', tables, upToMs: Math.floor(device.engine.nowMs()) });
  }
}
