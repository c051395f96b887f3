import { EventEmitter } from "eventemitter3";
import { z } from "zod";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import { describeThrown } from "../errors/to-metricsmith-error.js";
import { requestVariables } from "../fetching/request-variables.js";
import { metricPipelines } from "../ingesting/metric-pipelines.js";
import type { Authentication } from "../ports/fetching.js";
import type { RowOf, TableName } from "../records/tables.js";
import { createInProcessDispatcher, type InProcessDispatcher } from "../running/in-process-dispatcher.js";
import { type Pipeline, pipelineAddress } from "../running/pipeline.js";
import type { EngineEvent, RunnerServices } from "../running/runner-services.js";
import type { Listen } from "../running/watch-run.js";
import { createIdFactory, type IdFactory } from "../util/uuid.js";
import type { ResolvedMetricsmithOptions } from "./metricsmith-options.js";
import { createTemplateRegistry, type TemplateRegistry } from "./template-registry.js";

/** What every part of the public API is made of. */
export interface EngineCore {
  readonly options: ResolvedMetricsmithOptions;
  readonly services: RunnerServices;
  readonly dispatcher: InProcessDispatcher;
  readonly templates: TemplateRegistry;
  readonly newId: IdFactory;
  readonly listen: Listen;
}

/** The tenant that an API object is for; `null` for the host itself, which sees all. */
export type Scope = string | null;

export function createEngineCore(options: ResolvedMetricsmithOptions): EngineCore {
  const newId = createIdFactory({ now: () => options.clock.now(), randomBytes: options.randomBytes });
  const templates = createTemplateRegistry(options.templates, options.variables);
  const emitter = new EventEmitter<{ event: [EngineEvent] }>();
  const builtIn = metricPipelines({
    definitionOf: templates.definitionOf,
    generators: options.generators,
    ledger: options.ledger,
    limits: options.limits,
    maximumChartPoints: options.maximumChartPoints,
  });
  const services: RunnerServices = {
    ...options,
    workerId: newId(),
    pipelines: byAddress([...builtIn, ...options.pipelines]),
    fetch: async ({ request, endpointConfig, connectionId, timezone, run, signal }) => {
      const { organizationId, metricId } = run;
      const variables = requestVariables({
        now: run.startedAt ?? options.clock.now(),
        timezone: timezone ?? "UTC",
        organizationSlug: await options.organizationSlug(organizationId),
        env: options.environment,
        runId: run.id,
        hostVariables: options.variables,
      });
      const authentication = await resolveConnection(options, organizationId, connectionId ?? null, metricId);
      return options.fetcher.fetch({
        request,
        endpointConfig: endpointConfig ?? {},
        variables,
        authentication,
        signal,
      });
    },
    isHeard: () => emitter.listenerCount("event") > 0,
    emit: (event) => void emitter.emit("event", event),
  };
  const { concurrency, pollIntervalMs } = options;
  const dispatcher = createInProcessDispatcher(services, { concurrency, pollIntervalMs });
  const listen: Listen = (listener) => {
    // A listener that throws must not keep others from hearing, nor change anything.
    const guarded = (event: EngineEvent) => {
      try {
        const answer: unknown = listener(event);
        if (answer instanceof Promise) answer.catch(complain);
      } catch (error) {
        complain(error);
      }
    };
    const complain = (error: unknown) => options.logger.warn("A listener failed.", { error: describeThrown(error) });
    emitter.on("event", guarded);
    return () => void emitter.off("event", guarded);
  };
  return { options, services, dispatcher, templates, newId, listen };
}

/** The row, when it exists and belongs to the scope: another tenant's row is not found. */
export async function getScoped<Table extends Exclude<TableName, "counters">>(
  core: EngineCore,
  scope: Scope,
  table: Table,
  id: string,
): Promise<RowOf<Table> | null> {
  const row = await core.options.storage.records.get({ table, id });
  return row === null || (scope !== null && row.organizationId !== scope) ? null : row;
}

function byAddress(pipelines: readonly Pipeline[]): ReadonlyMap<string, Pipeline> {
  const map = new Map<string, Pipeline>();
  for (const pipeline of pipelines) {
    const address = pipelineAddress(pipeline);
    if (map.has(address)) {
      throw new MetricsmithError(`Two pipelines have the address ${address}. Rename one.`, {
        code: "PIPELINE_INVALID",
      });
    }
    map.set(address, pipeline);
  }
  return map;
}

const authenticationSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("none") }),
  z.object({ type: z.literal("bearer"), token: z.string().min(1) }),
  z.object({
    type: z.literal("api_key"),
    name: z.string().min(1),
    value: z.string().min(1),
    in: z.enum(["header", "query"]),
  }),
  z.object({ type: z.literal("basic"), username: z.string(), password: z.string() }),
]);

async function resolveConnection(
  options: ResolvedMetricsmithOptions,
  organizationId: string,
  connectionId: string | null,
  metricId: string | null,
): Promise<Authentication> {
  if (connectionId === null) return { type: "none" };
  const unresolved = (problem: string, cause?: unknown) =>
    new MetricsmithError(`Failed to fetch data: connection ${connectionId} ${problem}.`, {
      code: "FETCH_CONNECTION_UNRESOLVED",
      details: { connectionId },
      cause,
    });
  if (options.connections === null)
    throw unresolved("cannot be resolved: createMetricsmith was given no `connections`");
  let answer: unknown;
  try {
    answer = await options.connections({ organizationId, connectionId, metricId });
  } catch (error) {
    // The host's own message may quote a credential.
    throw unresolved("could not be resolved: `connections` threw", error);
  }
  const parsed = authenticationSchema.safeParse(answer);
  if (!parsed.success) throw unresolved("was not resolved to { type: none | bearer | api_key | basic, ... }");
  return parsed.data;
}
