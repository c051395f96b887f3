import type { SandboxIngestionRun, SandboxLimits } from "../../src/ports/sandbox.js";
import type { JsonValue } from "../../src/util/json.js";

const limits: SandboxLimits = {
  timeoutMs: 5_000,
  maximumSteps: 1_000_000_000_000,
  memoryBytes: 64 * 1024 * 1024,
  maximumPoints: 250_000,
  maximumOutputBytes: 32 * 1024 * 1024,
};

interface Changes extends Partial<Omit<SandboxIngestionRun, "kind" | "code" | "input" | "limits">> {
  readonly input?: JsonValue;
  readonly limits?: Partial<SandboxLimits>;
}

/** An ingestion run with generous limits, fetched at 2026-03-01T12:00:00Z. */
export function ingestionRun(
  code: string,
  { input = {}, limits: otherLimits, ...rest }: Changes = {},
): SandboxIngestionRun {
  return {
    kind: "ingestion",
    code,
    input: new TextEncoder().encode(JSON.stringify(input)),
    argument: {},
    context: { fetchedAtMs: Date.UTC(2026, 2, 1, 12), timezone: "UTC", offsets: [] },
    seed: 1,
    limits: { ...limits, ...otherLimits },
    ...rest,
  };
}
