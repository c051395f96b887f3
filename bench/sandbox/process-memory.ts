import { readFileSync, writeFileSync } from "node:fs";

/** Resident memory of this process as Linux counts it, in bytes. Elsewhere NaN. */
export interface ProcessMemory {
  readonly now: number;
  /** The most since `forgetPeak`. */
  readonly peak: number;
}

export function readProcessMemory(): ProcessMemory {
  return { now: bytesOf("VmRSS"), peak: bytesOf("VmHWM") };
}

function bytesOf(field: string): number {
  try {
    const match = new RegExp(`^${field}:\\s+(\\d+) kB$`, "m").exec(readFileSync("/proc/self/status", "utf8"));
    return Number(match?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}

/** Makes the peak begin anew. */
export function forgetPeak(): void {
  try {
    writeFileSync("/proc/self/clear_refs", "5");
  } catch {
    // Only Linux has it; the figures say so.
  }
}

/** Frees what nothing refers to any more. */
export async function collectGarbage(): Promise<void> {
  for (let round = 0; round < 2; round++) {
    globalThis.gc?.();
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
