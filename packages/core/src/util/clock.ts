/** Where wall-clock time comes from. Leases do not use it: they compare the storage's clock only. */
export interface Clock {
  now(): Date;
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => new Date() };
