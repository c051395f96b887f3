import type { StorageAdapter } from "@metricsmith/core/adapter";
import { faultyStorage } from "@metricsmith/testkit";
import type { FaultCase } from "./fault-cases.js";
import { interceptedStorage } from "./intercepted-storage.js";
import {
  createScenario,
  eventually,
  finalRun,
  pause,
  type PipelineTarget,
  rememberingSandbox,
  type Scenario,
} from "./scenario.js";
import { readState, type StoredState, writeState } from "./stored-state.js";

const casesAtATime = 24;
const sandbox = rememberingSandbox();

/** A case, what is there before its run, and what an undisturbed run makes of it. */
export interface PreparedCase {
  readonly faultCase: FaultCase;
  readonly calls: number;
  readonly fetches: number;
  readonly before: StoredState;
  readonly now: Date;
  readonly expected: unknown;
}

/** Does the case once undisturbed, and counts its storage calls. */
export async function prepareCase(target: PipelineTarget, faultCase: FaultCase): Promise<PreparedCase> {
  const first = await createScenario(target);
  await faultCase.prepare(first, first.engine());
  const prepared = { faultCase, before: await readState(first.storage), now: first.clock.now() };
  const scenario = await resume(target, prepared);
  const storage = faultyStorage(scenario.storage);
  await faultCase.start(scenario.engine({ ...optionsOf(faultCase), storage, randomBytes: idBytes(1) }));
  await finalRun(scenario.storage, await newRunId(scenario, prepared.before));
  await pause(20);
  return {
    ...prepared,
    calls: storage.calls,
    fetches: scenario.fetcher.calls.length,
    expected: comparable(await readState(scenario.storage)),
  };
}

/** Kills the process at a storage call, lets another one finish, and says what is different then; `null` when nothing is. */
export async function killAt(
  target: PipelineTarget,
  prepared: PreparedCase,
  cutAt: number,
  when: "before" | "after",
): Promise<string | null> {
  const { faultCase, before } = prepared;
  const scenario = await resume(target, prepared);
  const storage = faultyStorage(scenario.storage, { cutAt, when, onCut: "hang" });
  void faultCase.start(scenario.engine({ ...optionsOf(faultCase), storage, randomBytes: idBytes(1) }));
  await eventually(() => storage.isCut || undefined, `storage call ${cutAt}`);
  await pause(2);
  const fetchedBefore = scenario.fetcher.calls.length;
  const hadFetched = (await readState(scenario.storage)).rows.stepLogs.some(isNewFetch(before));

  scenario.passStorageTime(31_000);
  const second = scenario.engine({ ...optionsOf(faultCase), randomBytes: idBytes(2), pollIntervalMs: 10 });
  const isStored = (await newRunId(scenario, before, true)) !== undefined;
  if (!isStored) await faultCase.start(second);
  await second.start();
  await finalRun(scenario.storage, await newRunId(scenario, before));
  await pause(2);
  await second.stop({ timeoutMs: 1_000 });
  const fetchedAfter = scenario.fetcher.calls.length - fetchedBefore;
  if (fetchedAfter !== (hadFetched ? 0 : prepared.fetches)) return `${fetchedAfter} fetches after the cut`;
  return difference(prepared.expected, comparable(await readState(scenario.storage)));
}

/**
 * Lets the process sleep at a storage call until another one has finished the run, and says what its waking changes. `after`: the call
 * was applied, but its answer comes late.
 */
export async function sleepAt(
  target: PipelineTarget,
  prepared: PreparedCase,
  sleepAt: number,
  when: "before" | "after",
): Promise<string | null> {
  const { faultCase, before } = prepared;
  const scenario = await resume(target, prepared);
  let calls = 0;
  let underWay = 0;
  let isAsleep = false;
  let wake: () => void = () => undefined;
  const asleep = new Promise<void>((resolve) => (wake = resolve));
  const storage = interceptedStorage(scenario.storage, async (_call, apply) => {
    const isTheOne = ++calls === sleepAt;
    underWay++;
    try {
      if (!isTheOne) return await apply();
      const answer = when === "after" ? await apply() : undefined;
      isAsleep = true;
      await asleep;
      return when === "after" ? answer : await apply();
    } finally {
      underWay--;
    }
  });
  const first = scenario.engine({ ...optionsOf(faultCase), storage, randomBytes: idBytes(1) });
  const second = scenario.engine({ ...optionsOf(faultCase), randomBytes: idBytes(2), pollIntervalMs: 10 });
  let ends = 0;
  for (const engine of [first, second]) {
    for (const event of ["run-end", "run-error"] as const) engine.on(event, () => void ends++);
  }
  void faultCase.start(first);
  await eventually(() => isAsleep || undefined, `storage call ${sleepAt}`);
  scenario.passStorageTime(31_000);
  const runId = await newRunId(scenario, before, true);
  if (runId !== undefined) {
    await second.start();
    await finalRun(scenario.storage, runId);
    await second.stop({ timeoutMs: 1_000 });
  }
  wake();
  const finished = await eventually(() => newRunId(scenario, prepared.before, true), "the run to be stored");
  await finalRun(scenario.storage, finished);
  // Until the process that woke up has asked its last question and has its answer.
  for (let settled = -1; settled !== calls || underWay > 0; await pause(15)) settled = calls;
  if (ends !== 1) return `the run ended ${ends} times`;
  return difference(prepared.expected, comparable(await readState(scenario.storage)));
}

/** Lets two storage calls in a row fail, and says what is different when the run has ended by itself. */
export async function failAt(
  target: PipelineTarget,
  prepared: PreparedCase,
  failAt: number,
  when: "before" | "after",
): Promise<string | null> {
  const { faultCase, before } = prepared;
  const scenario = await resume(target, prepared);
  let calls = 0;
  const storage = interceptedStorage(scenario.storage, async ({ name }, apply) => {
    const number = ++calls;
    if (number < failAt || number > failAt + 1) return apply();
    if (when === "after") await apply();
    throw new Error(`The storage is unwell (call ${number}, ${name}).`);
  });
  const ids = idBytes(1);
  const engine = scenario.engine({
    ...optionsOf(faultCase),
    storage,
    randomBytes: ids,
    leaseMs: 1_500,
    pollIntervalMs: 10,
  });
  for (let tries = 1; (await newRunId(scenario, before, true)) === undefined; tries++) {
    ids.rewind();
    await faultCase.start(engine).catch(() => engine.start());
    if (tries > 3) return "the run could not be started";
  }
  await finalRun(scenario.storage, await newRunId(scenario, before));
  await pause(2);
  await engine.stop({ timeoutMs: 1_000 });
  return difference(prepared.expected, comparable(await readState(scenario.storage)));
}

/** Tries every call that the target disturbs, several at a time; what went wrong, by call. */
export async function everyCall(
  { disturbs = () => true }: PipelineTarget,
  { calls }: PreparedCase,
  attempt: (call: number) => Promise<string | null>,
): Promise<string[]> {
  const problems: string[] = [];
  let next = 1;
  const work = async (): Promise<void> => {
    while (next <= calls) {
      const call = next++;
      if (!disturbs(call)) continue;
      const problem = await attempt(call).catch((error: unknown) => String(error));
      if (problem !== null) problems.push(`call ${call}: ${problem}`);
    }
  };
  await Promise.all(Array.from({ length: casesAtATime }, work));
  return problems;
}

/** What an engine that works on the case needs. */
export function optionsOf({ policies }: FaultCase) {
  return { policies };
}

async function resume(
  target: PipelineTarget,
  { faultCase, before, now }: Pick<PreparedCase, "faultCase" | "before" | "now">,
): Promise<Scenario> {
  const scenario = await createScenario(target, sandbox);
  await writeState(scenario.storage, before);
  scenario.clock.set(now);
  scenario.answer(faultCase.answer);
  return scenario;
}

async function newRunId(scenario: Scenario, before: StoredState): Promise<string>;
async function newRunId(scenario: Scenario, before: StoredState, mayBeAbsent: true): Promise<string | undefined>;
async function newRunId(
  { storage }: Pick<Scenario, "storage">,
  before: StoredState,
  mayBeAbsent = false,
): Promise<string | undefined> {
  const known = new Set(before.rows.runs.map(({ id }) => id));
  const found = (await runsOf(storage)).find(({ id }) => !known.has(id))?.id;
  if (found === undefined && !mayBeAbsent) throw new Error("The run was not stored.");
  return found;
}

async function runsOf(storage: StorageAdapter) {
  return storage.records.find({ table: "runs", limit: 1_000 });
}

function isNewFetch(before: StoredState) {
  const known = new Set(before.rows.stepLogs.map(({ id }) => id));
  return (log: StoredState["rows"]["stepLogs"][number]): boolean =>
    !known.has(log.id) && log.step === "fetching-api-data" && log.status === "completed";
}

/** The stored state without what tells how often and how long it was worked on. */
export function comparable(state: StoredState): unknown {
  return {
    ...state,
    rows: {
      ...state.rows,
      runs: state.rows.runs.map((run) => ({ ...run, attempt: 0 })),
      stepLogs: state.rows.stepLogs
        .map((log) => ({ ...log, id: "", attempt: 0, durationMs: 0 }))
        .sort((a, b) => (a.runId === b.runId ? a.sequence - b.sequence : a.runId < b.runId ? -1 : 1)),
    },
  };
}

/** Where two comparable states part, with what is around it; `null` when they are equal. */
export function difference(expected: unknown, actual: unknown): string | null {
  const wanted = JSON.stringify(expected);
  const found = JSON.stringify(actual);
  if (wanted === found) return null;
  let index = 0;
  while (wanted[index] === found[index]) index++;
  const show = (text: string) => text.slice(Math.max(0, index - 150), index + 100);
  return `expected ...${show(wanted)}... but found ...${show(found)}...`;
}

/** Ids that are the same for every process, but for the first, which is the worker's own. */
export function idBytes(worker: number): ((bytes: Uint8Array) => void) & { rewind(): void } {
  let count = 0;
  const fill = (bytes: Uint8Array): void => {
    bytes.fill(count === 0 ? 200 + worker : 0);
    bytes[15] = count++;
  };
  return Object.assign(fill, { rewind: () => (count = 1) });
}
