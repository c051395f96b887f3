import { parentPort } from "node:worker_threads";
import { type SandboxOutcome, smallestTransfer, type WorkerAnswer, type WorkerMessage } from "../job.js";
import { createInterpreter, type Interpreter } from "./interpreter.js";

/** The thread has 16 MB. */
const stackBytes = 512 * 1024;

let interpreter: Interpreter | undefined;

/** Large buffers of an outcome, each a copy of its own. Small ones are faster cloned. */
function transferables(outcome: SandboxOutcome): ArrayBuffer[] {
  return buffersOf(outcome).filter((buffer) => buffer.byteLength >= smallestTransfer);
}

function buffersOf(outcome: SandboxOutcome): ArrayBuffer[] {
  if (outcome.type === "failure") return [];
  if (outcome.type === "json") return [outcome.text.buffer];
  const { timestamps, values, series, dimensions } = outcome.points;
  const buffers = [timestamps.buffer, values.buffer];
  if (series !== null) buffers.push(series.names.buffer, series.indexes.buffer);
  if (dimensions !== null) buffers.push(dimensions.buffer);
  return buffers;
}

if (parentPort === null) throw new Error("The sandbox program runs in a worker thread only.");
const port = parentPort;
async function answer(message: WorkerMessage): Promise<void> {
  if (message.type === "start") {
    interpreter = createInterpreter(message.compiled, stackBytes);
    await interpreter.start(message.memoryBytes);
    port.postMessage({ type: "ready" } satisfies WorkerAnswer);
    return;
  }
  if (interpreter === undefined) throw new Error("The sandbox worker was given a job before its start.");
  const reply = await interpreter.run(message.job, message.memoryBytes);
  port.postMessage({ type: "reply", reply } satisfies WorkerAnswer, transferables(reply.outcome));
}

// A rejection ends the worker, which the other thread notices.
port.on("message", (message: WorkerMessage) => void answer(message));
