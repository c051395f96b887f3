import { parentPort } from "node:worker_threads";
import {
  type SandboxJob,
  type SandboxOutcome,
  smallestTransfer,
  type WorkerAnswer,
  type WorkerMessage,
} from "../job.js";
import { freezeClock } from "./frozen-clock.js";
import { GuestSession } from "./guest-session.js";
import { runJob } from "./run-job.js";
import { createWasmInstance, type WasmInstance } from "./wasm-instance.js";

const clock = freezeClock();
let compiled: WebAssembly.Module | undefined;
let instance: WasmInstance | undefined;
/** Made while idle, on `instance`. */
let nextSession: GuestSession | undefined;
/** Has answered; closed while idle, so that nobody waits for it. */
let usedSession: GuestSession | undefined;

async function start(message: Extract<WorkerMessage, { type: "start" }>): Promise<void> {
  compiled = message.compiled;
  instance = await createWasmInstance(compiled, message.memoryBytes);
  nextSession = new GuestSession(instance);
}

function closeUsedSession(): void {
  usedSession?.close();
  usedSession = undefined;
}

/** Done between two jobs: closing a session and making the next take longer than a small job. */
function prepareNextSession(): void {
  closeUsedSession();
  if (instance !== undefined && !instance.isSpent()) nextSession ??= new GuestSession(instance);
}

function isSuited(candidate: WasmInstance, memoryBytes: number): boolean {
  return !candidate.isSpent() && candidate.memoryBytes >= memoryBytes && candidate.memoryBytes <= 2 * memoryBytes;
}

/** The present instance when it is fit and its memory suits, else a new one. */
async function instanceWith(memoryBytes: number): Promise<WasmInstance> {
  if (compiled === undefined) throw new Error("The sandbox worker was given a job before its start.");
  closeUsedSession();
  if (instance !== undefined && isSuited(instance, memoryBytes)) return instance;
  nextSession = undefined;
  instance = undefined;
  instance = await createWasmInstance(compiled, memoryBytes);
  return instance;
}

async function run(job: SandboxJob, memoryBytes: number): Promise<WorkerAnswer> {
  const suited = await instanceWith(memoryBytes);
  const session = nextSession ?? new GuestSession(suited);
  nextSession = undefined;
  suited.beginRun();
  clock.set(job.context.fetchedAtMs);
  const outcome = runJob(suited, session, job);
  usedSession = session;
  const isSpent = suited.isSpent();
  if (!isSpent) setImmediate(prepareNextSession);
  return { type: "reply", reply: { outcome, isSpent } };
}

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
    await start(message);
    port.postMessage({ type: "ready" } satisfies WorkerAnswer);
    return;
  }
  const answered = await run(message.job, message.memoryBytes);
  port.postMessage(answered, answered.type === "reply" ? transferables(answered.reply.outcome) : []);
}

// A rejection ends the worker, which the other thread notices.
port.on("message", (message: WorkerMessage) => void answer(message));
