import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { ModelClient, ModelCompletion, ModelRequest, ModelUsage } from "../ports/model.js";
import type { Changes, Guard, Write } from "../ports/storage.js";
import type { StepContext } from "../running/step-context.js";
import {
  type Budget,
  type BudgetLine,
  budgetLines,
  type Consumption,
  costOf,
  type ModelPrice,
} from "../usage/budget.js";
import type { Counter } from "../usage/counter.js";
import type { UsageEntry, UsageReason } from "../usage/usage-entry.js";
import { deriveId } from "../util/uuid.js";

/** What models may use, and what they cost. */
export interface ModelLedgerOptions {
  readonly budgets: readonly Budget[];
  readonly prices: Readonly<Record<string, ModelPrice>>;
}

const reserveTries = 20;

/**
 * Calls a model within the budgets: sets aside what the call may use at most, in one commit with its entry in the ledger, and settles
 * what it did use when it ends. Concurrent calls of any process never set aside more than a budget has. A call that was cancelled, or
 * whose process died, may have used all of it, and stays set aside until its window is over.
 *
 * @throws {MetricsmithError} BUDGET_EXCEEDED, and no call was made; what `ModelClient.complete` throws.
 */
export async function callModel(
  context: StepContext,
  ledger: ModelLedgerOptions,
  call: {
    readonly metric: Metric;
    readonly client: ModelClient;
    readonly request: ModelRequest;
    readonly reason: UsageReason;
  },
): Promise<ModelCompletion> {
  const { client, request } = call;
  const price = ledger.prices[client.modelId] ?? null;
  const most = mostUsage(request);
  const reserved: Consumption = { tokens: most.inputTokens + most.outputTokens, cost: costOf(price, most) };
  const lines = budgetLines(ledger.budgets, { ...call.metric, metricId: call.metric.id }, context.now());
  const entry = await reserve(context, {
    lines,
    reserved,
    newEntry: async () => newEntry(context, call, await nextCallNumber(context)),
  });

  const settle = async (outcome: UsageEntry["outcome"], usage: ModelUsage, errorCode: string | null) => {
    const used: Consumption = { tokens: usage.inputTokens + usage.outputTokens, cost: costOf(price, usage) };
    const set = { ...usage, outcome, errorCode, cost: used.cost, updatedAt: context.now() };
    await settleOnce(context, { entry, set, lines, used, reserved });
  };
  let completion: ModelCompletion;
  try {
    completion = await client.complete({ ...request, signal: context.signal });
  } catch (error) {
    if (context.signal.aborted) throw error;
    const code = MetricsmithError.isInstance(error) ? error.code : "STEP_FAILED";
    await settle(code === "MODEL_REFUSED" ? "refused" : "failed", usageOf(error), code);
    throw error;
  }
  await settle("answered", wholeUsage(completion.usage), null);
  return completion;
}

/** Enters in the ledger which transformer came of the run's calls. */
export async function usageLinks(context: StepContext, transformerId: string): Promise<Write[]> {
  const where = { runId: context.run.id, transformerId: null };
  const entries = await context.records.find({ table: "usageEntries", where, limit: 1_000 });
  const set = { transformerId, updatedAt: context.now() };
  return entries.map(({ id }) => ({ operation: "update", table: "usageEntries", id, set }));
}

/** Tokens are at least two bytes each of what models are asked in, and an answer has no more than it may have. */
function mostUsage({ messages, answer, maximumOutputTokens }: ModelRequest): ModelUsage {
  const texts = [...messages.map(({ content }) => content), JSON.stringify(answer.schema)];
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return { inputTokens: Math.ceil(bytes / 2) + 100, outputTokens: maximumOutputTokens };
}

function usageOf(error: unknown): ModelUsage {
  const usage = MetricsmithError.isInstance(error) ? error.details["usage"] : null;
  if (typeof usage !== "object" || usage === null || Array.isArray(usage)) return { inputTokens: 0, outputTokens: 0 };
  return wholeUsage(usage);
}

/** Clients of the host may count in fractions, or not at all. */
function wholeUsage(usage: unknown): ModelUsage {
  const { inputTokens, outputTokens } = (usage ?? {}) as Readonly<Record<string, unknown>>;
  const whole = (value: unknown): number =>
    typeof value === "number" && value > 0 && Number.isFinite(value) ? Math.round(value) : 0;
  return { inputTokens: whole(inputTokens), outputTokens: whole(outputTokens) };
}

/** A repeated try of a step goes on counting, so that no two calls of an attempt share an entry. */
async function nextCallNumber(context: StepContext): Promise<number> {
  const calls = await context.memo("model-calls", async () => ({ count: 0 }));
  return calls.count++;
}

function newEntry(
  context: StepContext,
  { metric, client, reason }: Parameters<typeof callModel>[2],
  callNumber: number,
): UsageEntry {
  const now = context.now();
  return {
    id: deriveId(context.run.id, `usage:${context.run.attempt}:${callNumber}`),
    createdAt: now,
    updatedAt: now,
    organizationId: metric.organizationId,
    metricId: metric.id,
    runId: context.run.id,
    transformerId: null,
    model: client.modelId,
    reason,
    outcome: "reserved",
    errorCode: null,
    inputTokens: 0,
    outputTokens: 0,
    cost: null,
  };
}

interface Reservation {
  readonly lines: readonly BudgetLine[];
  readonly reserved: Consumption;
  readonly newEntry: () => Promise<UsageEntry>;
}

/** The call's entry, stored with what it may use. */
async function reserve(
  context: StepContext,
  { lines, reserved, newEntry: makeEntry }: Reservation,
): Promise<UsageEntry> {
  for (let tryNumber = 1; tryNumber <= reserveTries; tryNumber++) {
    // A step that is repeated because its boundary met changed rows counts its calls anew: the number may be taken.
    const entry = await makeEntry();
    const writes: Write[] = [{ operation: "insert", table: "usageEntries", row: entry }];
    const expect: Guard[] = [];
    for (const line of lines) {
      const amount = amountOf(reserved, line);
      const id = counterId(line);
      const counter = await context.records.get({ table: "counters", id });
      if ((counter?.committed ?? 0) + amount > line.limit) throw exceeded(line, counter?.committed ?? 0, amount);
      if (counter === null) {
        writes.push({ operation: "insert", table: "counters", row: newCounter(line, amount, context.now()) });
        continue;
      }
      expect.push({ table: "counters", id, where: { committed: { lte: line.limit - amount } } });
      const set = { committed: { increment: amount }, updatedAt: context.now() };
      writes.push({ operation: "update", table: "counters", id, set });
    }
    // Refused when somebody else has made a counter, or taken what was left, since it was read.
    if (await context.commit({ expect, writes })) return entry;
  }
  throw new MetricsmithError("What a model may use could not be set aside: too many others do so at once. Try again.", {
    code: "STORAGE_CONFLICT",
  });
}

/** Enters what a call did use, and gives back the rest. An entry that is settled already stays as it is, and so do the counters. */
async function settleOnce(
  context: StepContext,
  {
    entry,
    set,
    lines,
    used,
    reserved,
  }: {
    readonly entry: UsageEntry;
    readonly set: Changes<"usageEntries">;
    readonly lines: readonly BudgetLine[];
    readonly used: Consumption;
    readonly reserved: Consumption;
  },
): Promise<void> {
  const expect: Guard[] = [{ table: "usageEntries", id: entry.id, where: { outcome: "reserved" } }];
  const entered: Write = { operation: "update", table: "usageEntries", id: entry.id, set };
  const settled = (open: readonly BudgetLine[]) =>
    open.map((line) => settlement(line, { used, reserved, now: context.now() }));
  if (await context.commit({ expect, writes: [entered, ...settled(lines)] })) return;
  // Counters of a window that is over may have been swept; the others still wait for what is theirs.
  const open: BudgetLine[] = [];
  for (const line of lines) {
    if ((await context.records.get({ table: "counters", id: counterId(line) })) !== null) open.push(line);
  }
  await context.commit({ expect, writes: [entered, ...settled(open)] });
}

function settlement(
  line: BudgetLine,
  { used, reserved, now }: { readonly used: Consumption; readonly reserved: Consumption; readonly now: Date },
): Write {
  const amount = amountOf(used, line);
  const set = {
    used: { increment: amount },
    committed: { increment: amount - amountOf(reserved, line) },
    updatedAt: now,
  };
  return { operation: "update", table: "counters", id: counterId(line), set };
}

/** A model without a price is refused by a budget of cost when the engine is made, so it never counts as free here. */
function amountOf({ tokens, cost }: Consumption, { unit }: BudgetLine): number {
  return unit === "tokens" ? tokens : (cost ?? Number.POSITIVE_INFINITY);
}

function counterId({ name, window }: BudgetLine): string {
  return deriveId(name, window);
}

function newCounter(line: BudgetLine, committed: number, now: Date): Counter {
  const { name, window, expiresAt } = line;
  return { id: counterId(line), createdAt: now, updatedAt: now, name, window, used: 0, committed, expiresAt };
}

function exceeded({ name, window, limit }: BudgetLine, committed: number, amount: number): MetricsmithError {
  const span = window === "" ? "" : ` of ${window}`;
  return new MetricsmithError(
    `The model was not asked: the call may use ${amount}, and of the budget ${name}${span} ${Math.max(0, limit - committed)} of ${limit} are left. Raise the budget, or wait.`,
    { code: "BUDGET_EXCEEDED", details: { budget: name, window, limit, committed, needed: amount } },
  );
}
