/** Sources of time, ids and randomness are arguments everywhere, so that every test and simulation is exact. */
export type Clock = {
  /** UTC epoch milliseconds. */
  now(): number;
  /** IANA zone of the machine, for example "Europe/Berlin". */
  zone(): string;
};

export type IdSource = {
  /** 16 bytes, UUIDv7 (RFC 9562 §5.7): time-ordered, so that indexes grow at their end. */
  uid(): Uint8Array;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  zone: () => Intl.DateTimeFormat().resolvedOptions().timeZone,
};

/** A clock that starts at `now` and then moves with the real one. */
export const shiftedClock = (now: number | undefined, zone: string | undefined): Clock => {
  const shift = now === undefined ? 0 : now - Date.now();
  return { now: () => Date.now() + shift, zone: () => zone ?? systemClock.zone() };
};
