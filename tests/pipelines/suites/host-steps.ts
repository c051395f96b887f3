import { definePipeline, MetricsmithError, type Pipeline, step, type StepContext } from "@metricsmith/core";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { createScenario, eventually, organizationId, pause, type PipelineTarget, rejectionOf } from "../scenario.js";
import { sales } from "../templates.js";

const base = { displayName: "Test", description: "A pipeline of the host's own.", parameters: z.object({}) } as const;

/** What steps of the host's own pipelines may do, and may do wrong. */
export function describeHostSteps(target: PipelineTarget): void {
  describe(`steps of the host on ${target.name}`, () => {
    it("hands outputs on, skips, and gives the last output as result", async () => {
      const { run, events } = await execute({
        ...base,
        name: "sum",
        provider: "acme",
        domain: "billing",
        parameters: z.object({ start: z.number().default(1) }),
        steps: [
          step({ name: "add", displayName: "Adding", run: ({ start }: { start: number }) => ({ start: start + 1 }) }),
          step({
            name: "never",
            displayName: "Never",
            skipWhen: () => true,
            run: (value: { start: number }) => ({ start: value.start * 100 }),
          }),
          step({ name: "end", displayName: "Ending", run: ({ start }: { start: number }) => start * 10 }),
        ],
      });
      expect(run).toMatchObject({
        status: "completed",
        result: 20,
        parameters: { start: 1 },
        completedSteps: 3,
        provider: "acme",
        domain: "billing",
      });
      expect(events).toEqual(["run-start", "step-end add", "step-skip never", "step-end end", "run-end"]);
    });

    it("tries a step again as it says, and shows that it waits", async () => {
      let tries = 0;
      const statuses: string[] = [];
      const { run, logs } = await execute({
        ...base,
        name: "again",
        steps: [
          step({
            name: "shaky",
            displayName: "Shaky",
            retry: { times: 2, delayMs: 10, when: ({ message }) => message.startsWith("again") },
            run: async (_: unknown, { run, records }) => {
              statuses.push((await records.get({ table: "runs", id: run.id }))?.status ?? "");
              if (++tries < 3) throw new Error(`again ${tries}`);
              return tries;
            },
          }),
        ],
      });
      expect([run.status, run.result, tries]).toEqual(["completed", 3, 3]);
      expect(statuses).toEqual(["processing", "processing", "processing"]);
      expect(logs).toHaveLength(1);
    });

    it("does not repeat what repeating cannot mend, unless told to", async () => {
      let tries = 0;
      const failing = (code: "FETCH_UNAUTHORIZED" | "FETCH_UNAVAILABLE") =>
        execute({
          ...base,
          name: "failing",
          steps: [
            step({
              name: "only",
              displayName: "Only",
              retry: { times: 1, delayMs: 1 },
              run: () => {
                tries++;
                throw new MetricsmithError("Failed to fetch data: no.", { code });
              },
            }),
          ],
        });
      expect((await failing("FETCH_UNAUTHORIZED")).run.errorMessage).toBe("only: Failed to fetch data: no.");
      expect(tries).toBe(1);
      expect((await failing("FETCH_UNAVAILABLE")).run).toMatchObject({
        status: "failed",
        errorCode: "FETCH_UNAVAILABLE",
        errorCategory: "transient",
      });
      expect(tries).toBe(3);
    });

    it("ends a step at its own limit, and a run at the pipeline's", async () => {
      const endless = step({ name: "endless", displayName: "Endless", run: () => new Promise<null>(() => undefined) });
      const ofRun = await execute({ ...base, name: "run-limit", timeoutMs: 1_000, steps: [endless] });
      expect(ofRun.run).toMatchObject({
        status: "failed",
        errorCode: "PIPELINE_TIMEOUT",
        errorMessage: "Pipeline execution timed out after 1s",
      });
      const ofStep = await execute({ ...base, name: "step-limit", steps: [{ ...endless, timeoutMs: 50 }] });
      expect(ofStep.run).toMatchObject({
        status: "failed",
        errorCode: "STEP_TIMEOUT",
        errorMessage: "endless: It did not finish within 0.05s. Run it again, or raise the step's timeoutMs.",
      });
    });

    it("lets nothing land that a step writes after its time is over, even when it ignores the signal", async () => {
      const scenario = await createScenario(target);
      scenario.answer(sales(1));
      const late: unknown[] = [];
      let isDone = false;
      const ignoring = definePipeline({
        ...base,
        name: "ignoring",
        scope: "metric",
        steps: [
          step({
            name: "deaf",
            displayName: "Deaf",
            timeoutMs: 30,
            async run(_: unknown, context: StepContext) {
              await pause(80);
              const { metric } = context;
              const points = [
                {
                  series: "",
                  timestamp: new Date(0),
                  value: 1,
                  dimensions: null,
                  payloadId: null,
                  transformerVersion: null,
                },
              ];
              const tries = [
                () => context.points.upsert({ metricId: metric?.id ?? "", generation: 1, points }),
                () =>
                  context.commit({
                    writes: [{ operation: "update", table: "metrics", id: metric?.id ?? "", set: { name: "Late" } }],
                  }),
                () => context.payloads.put({ organizationId, sha256: "0".repeat(64), body: new Uint8Array(1) }),
                async () =>
                  context.atBoundary([
                    { operation: "update", table: "metrics", id: metric?.id ?? "", set: { name: "Late" } },
                  ]),
                () => context.fetch({ request: { endpoint: "https://api.example.com" } }),
              ];
              for (const attempt of tries) late.push((await rejectionOf(attempt())).code);
              isDone = true;
            },
          }),
        ],
      });
      const engine = scenario.engine({ pipelines: [ignoring] });
      const { metric } = await engine.metrics.create({
        organizationId,
        template: "daily-sales",
        endpointConfig: { SHOP: "main" },
        start: false,
      });
      const run = await engine.run("ignoring", {}, { organizationId, metricId: metric.id, wait: true });
      expect((await run.result()).error?.code).toBe("STEP_TIMEOUT");
      await eventually(() => isDone || undefined, "the deaf step");
      expect(new Set(late)).toEqual(new Set(["STEP_TIMEOUT"]));
      expect(await engine.metrics.get(metric.id)).toMatchObject({ name: "Daily sales" });
      expect((await scenario.storage.points.summarize({ metricId: metric.id, generation: 1 })).count).toBe(0);
      expect(await scenario.storage.payloads.get({ organizationId, sha256: "0".repeat(64) })).toBeNull();
    });

    it.each([
      ["too large", () => "x".repeat(65_537), "a checkpoint may have 65536"],
      ["a function", () => () => 1, "which is not JSON"],
      [
        "a cycle",
        () => {
          const cycle: { self?: unknown } = {};
          cycle.self = cycle;
          return cycle;
        },
        "not JSON",
      ],
      ["a bigint", () => 1n, "not JSON"],
    ] as [string, () => unknown, string][])("fails a step whose output is %s", async (_, run, words) => {
      const { run: ended } = await execute({
        ...base,
        name: "output",
        steps: [step({ name: "wrong", displayName: "Wrong", run })],
      });
      expect(ended).toMatchObject({ status: "failed", errorCode: "STEP_OUTPUT_INVALID" });
      expect(ended.errorMessage).toContain("wrong: ");
      expect(ended.errorMessage).toContain(words);
    });

    it.each([
      ["output holds NUL", { run: () => "a\0" }, "STORAGE_INVALID"],
      [
        "output holds half a surrogate pair, before another step",
        { run: () => "\ud83d", isFollowed: true },
        "STORAGE_INVALID",
      ],
      [
        "follower has wrong parameters",
        { run: () => 1, then: () => [{ pipeline: "unstorable", parameters: { x: 1 } }] },
        "PARAMETERS_INVALID",
      ],
    ] as [string, { run: () => unknown; isFollowed?: boolean; then?: Pipeline["then"] }, string][])(
      "ends a run at its first attempt when its %s",
      async (_, { run, isFollowed = false, then }, code) => {
        let executed = 0;
        const work = () => {
          executed++;
          return run();
        };
        const first = step({ name: "first", displayName: "First", run: work });
        const second = step({ name: "second", displayName: "Second", run: () => 1 });
        const { run: ended } = await execute({
          ...base,
          name: "unstorable",
          parameters: z.object({ x: z.string().optional() }),
          steps: isFollowed ? [first, second] : [first],
          ...(then === undefined ? {} : { then }),
        });
        expect(ended).toMatchObject({ status: "failed", errorCode: code, attempt: 1, completedSteps: 0 });
        expect(executed).toBe(1);
      },
    );

    it("ends a run whose step throws text that no storage keeps", async () => {
      const { run } = await execute({
        ...base,
        name: "unstorable",
        steps: [
          step({
            name: "first",
            displayName: "First",
            run: () => {
              throw new Error("a\0b\ud83d");
            },
          }),
        ],
      });
      expect(run).toMatchObject({ status: "failed", errorMessage: "first: a\ufffdb\ufffd", attempt: 1 });
    });

    it("accepts an output of exactly 64 kB", async () => {
      const { run } = await execute({
        ...base,
        name: "full",
        steps: [step({ name: "full", displayName: "Full", run: () => "x".repeat(65_534) })],
      });
      expect(run.status).toBe("completed");
    });
  });

  async function execute(pipeline: Parameters<typeof asPipeline>[0]) {
    const scenario = await createScenario(target);
    const engine = scenario.engine({ pipelines: [asPipeline(pipeline)] });
    const address = [pipeline.provider, pipeline.domain, pipeline.name].filter((part) => part !== undefined).join("/");
    const { id } = await engine.run(address, {}, { organizationId, wait: true });
    const events: string[] = [];
    for await (const { type, step } of engine.watch(id))
      events.push([type, step?.step].filter((part) => part !== undefined).join(" "));
    return { run: (await engine.runs.get(id))!, logs: await engine.runs.logs(id), events };
  }
}

/** Tests build definitions in parts, of which the compiler cannot follow the chain. */
function asPipeline(definition: Pipeline): Pipeline {
  return definePipeline(definition as never);
}
