/**
 * What the machine is about: long work of no hurry waits for better times. Set by a host that knows; one that cannot tell
 * leaves it as it is, on mains.
 */
export class Conditions {
  onBattery = false;

  /** Training takes a core for seconds to minutes, which a battery pays for. */
  get mayTrain(): boolean {
    return !this.onBattery;
  }
}
