import type { Clock } from "../util/clock.js";
import type { EndpointConfig } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { StoredDataPoint } from "../metrics/data-point.js";
import type { FetchOutput } from "../ports/fetching.js";
import type { Logger } from "../ports/logger.js";
import type { PayloadStore } from "../ports/payloads.js";
import type { Policy } from "../ports/policy.js";
import type { Sandbox } from "../ports/sandbox.js";
import type { StorageAdapter } from "../ports/storage.js";
import type { Run } from "../runs/run.js";
import type { RunEvent } from "../runs/run-event.js";
import type { Pipeline } from "./pipeline.js";

/** A request made by a step. Variables, authentication and secrets are the engine's business. */
export interface StepFetchInput {
  readonly request: RequestDefinition;
  readonly endpointConfig?: EndpointConfig | undefined;
  readonly connectionId?: string | null | undefined;
  /** Zone of calendar variables. @defaultValue "UTC" */
  readonly timezone?: string | undefined;
}

/** Points that a run has just saved. */
export interface PointsSavedEvent {
  readonly type: "points-saved";
  readonly runId: string;
  readonly organizationId: string;
  readonly metricId: string;
  readonly generation: number;
  readonly inserted: number;
  readonly replaced: number;
  readonly unchanged: number;
  /** The points of this save, up to 1,000 of them; beyond that only their range is given. */
  readonly points: readonly StoredDataPoint[];
  readonly isComplete: boolean;
  /** Times of the first and last point; `null` when there were none. */
  readonly first: Date | null;
  readonly last: Date | null;
}

/** Whatever the engine tells its listeners. */
export type EngineEvent = RunEvent | PointsSavedEvent;

/** What running pipelines needs of the world. */
export interface RunnerServices {
  readonly storage: StorageAdapter;
  readonly payloads: PayloadStore;
  readonly sandbox: Sandbox;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly policies: readonly Policy[];
  /** Names this worker in leases. */
  readonly workerId: string;
  readonly leaseMs: number;
  /** By address. */
  readonly pipelines: ReadonlyMap<string, Pipeline>;
  fetch(input: StepFetchInput & { readonly run: Run; readonly signal: AbortSignal }): Promise<FetchOutput>;
  /** False when nobody listens, so that events need not be made. */
  isHeard(): boolean;
  /** Never throws. */
  emit(event: EngineEvent): void;
}
