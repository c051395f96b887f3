/** A clock that stands still until it is moved. */
export interface ManualClock {
  now(): Date;
  /** Moves by so many milliseconds; a negative number moves backwards. */
  advance(milliseconds: number): void;
  /** Jumps to this instant. */
  set(instant: Date | string | number): void;
}

/** A clock at `start`: a time, ISO 8601 text or epoch milliseconds. */
export function manualClock(start: Date | string | number): ManualClock {
  let milliseconds = toMilliseconds(start);
  return {
    now: () => new Date(milliseconds),
    advance(by) {
      milliseconds = toMilliseconds(milliseconds + by);
    },
    set(instant) {
      milliseconds = toMilliseconds(instant);
    },
  };
}

function toMilliseconds(instant: Date | string | number): number {
  const milliseconds = new Date(instant).getTime();
  if (Number.isNaN(milliseconds)) throw new RangeError(`The clock cannot be set to ${String(instant)}.`);
  return milliseconds;
}
