import type { OffsetSpan } from "../../ports/sandbox.js";
import { instantOfLocalMs, localMsAt, spanIndexAt } from "../../util/time-zone.js";

/** The clocks of a metric's time zone, as far as code in the sandbox knows them. */
export interface LocalZone {
  /** IANA name, for messages. */
  readonly name: string;
  /** What a UTC clock would show that shows the same as local ones at an instant. */
  readonly toLocal: (ms: number) => number;
  /** The instant at which local clocks show what `localMs` is in UTC. */
  readonly toInstant: (localMs: number) => number;
  /** True within hours of a change of clocks, where a local time can be read in two ways. */
  readonly isNearChange: (ms: number) => boolean;
}

const NEAR_MS = 4 * 3_600_000;

/** Zones are told by the same spans as in the sandbox, so that both agree also where the spans end. */
export function createLocalZone(name: string, offsets: readonly OffsetSpan[]): LocalZone {
  if (offsets.every(({ offsetMinutes }) => offsetMinutes === 0)) {
    return { name, toLocal: (ms) => ms, toInstant: (localMs) => localMs, isNearChange: () => false };
  }
  return {
    name,
    toLocal: (ms) => localMsAt(offsets, ms),
    toInstant: (localMs) => instantOfLocalMs(offsets, localMs),
    isNearChange: (ms) => spanIndexAt(offsets, ms - NEAR_MS) !== spanIndexAt(offsets, ms + NEAR_MS),
  };
}
