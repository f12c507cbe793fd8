/** What the machine is about, as far as its host can tell: long work of no hurry waits for better ones. */
export type MachineConditions = { onBattery: boolean; idleSeconds: number };

/** Held by the service, set by a host that knows. A host that cannot tell leaves it as it is: on mains. */
export class Conditions {
  #now: MachineConditions = { onBattery: false, idleSeconds: 0 };

  set({ onBattery, idleSeconds }: MachineConditions): void {
    this.#now = { onBattery, idleSeconds };
  }

  /** Training takes a core for seconds to minutes, which a battery pays for. */
  get mayTrain(): boolean {
    return !this.#now.onBattery;
  }
}
