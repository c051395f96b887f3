import { Worker } from "node:worker_threads";
import type { Workload } from "./workloads.js";

export interface BareWorker {
  run(input: Uint8Array): Promise<unknown>;
  stop(): Promise<void>;
}

/** A worker thread of Node that parses the bytes and calls the function, with nothing around it. */
export function startBareWorker({ code, argument }: Workload): BareWorker {
  const program = `
    const { parentPort } = require("node:worker_threads");
    const transform = (${code});
    const decoder = new TextDecoder();
    parentPort.on("message", (input) => {
      parentPort.postMessage(transform(JSON.parse(decoder.decode(input)), ${JSON.stringify(argument)}));
    });`;
  const worker = new Worker(program, { eval: true });
  let answer: (result: unknown) => void = () => {};
  worker.on("message", (result: unknown) => answer(result));
  return {
    run(input) {
      return new Promise((resolve) => {
        answer = resolve;
        worker.postMessage(input);
      });
    },
    async stop() {
      await worker.terminate();
    },
  };
}
