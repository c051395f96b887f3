import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { RefreshReport } from "./worker.js";

/** A process of its own that refreshes these metrics. */
export function startWorker(input: {
  readonly databaseUrl: string;
  readonly apiHost: string;
  readonly metricIds: readonly string[];
}): ChildProcess {
  const program = fileURLToPath(new URL("./worker.ts", import.meta.url));
  return fork(program, [input.databaseUrl, input.apiHost, ...input.metricIds], { execArgv: ["--import", "tsx"] });
}

/** What the worker reports when it has finished. */
export function reportsOf(worker: ChildProcess): Promise<readonly RefreshReport[]> {
  return new Promise((resolve, reject) => {
    worker.once("message", (message) => resolve(message as readonly RefreshReport[]));
    worker.once("exit", (code) => reject(new Error(`A worker ended with code ${code} before it had refreshed.`)));
  });
}
