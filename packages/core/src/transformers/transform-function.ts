import type { EndpointConfig } from "../metrics/metric.js";
import type { JsonObject, JsonValue } from "../util/json.js";

/** Calendar parts of an instant in the metric's (ingestion) or chart's time zone. */
export interface LocalParts {
  readonly year: number;
  /** 1 to 12 */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 1 is Monday, 7 is Sunday. */
  readonly weekday: number;
}

/** What transformer code gets besides its data. */
export interface TransformContext {
  /** When the response was fetched; also what `new Date()` gives inside the sandbox. */
  readonly fetchedAt: Date;
  /** IANA name. */
  readonly timezone: string;
  local(timestamp: Date | number | string): LocalParts;
}

/** A data point as code returns it. */
export interface TransformedPoint {
  /** `Date`, ISO 8601 text, or epoch milliseconds. A date without a time (`2026-03-01`, `2026-03`) is a calendar date. */
  readonly timestamp: Date | string | number;
  readonly value: number;
  readonly series?: string | undefined;
  readonly dimensions?: JsonObject | null | undefined;
}

// Methods are compared bivariantly, so a host may annotate the response with its own type.
interface IngestionTransformMethod {
  transform(
    apiResponse: unknown,
    endpointConfig: EndpointConfig,
    context: TransformContext,
  ): readonly TransformedPoint[] | Promise<readonly TransformedPoint[]>;
}

interface ChartTransformMethod {
  transform(rows: unknown, preferences: unknown, context: TransformContext): JsonValue | object;
}

/** Turns one response into data points. Runs in the sandbox: it may use nothing but its arguments. */
export type IngestionTransform = IngestionTransformMethod["transform"];

/** Turns chart rows into a chart config. Runs in the sandbox: it may use nothing but its arguments. */
export type ChartTransform = ChartTransformMethod["transform"];

/**
 * Source text of a transform given as text or as a function.
 * A function is taken by its source, so it may use nothing from around it.
 */
export function transformSource(transform: string | IngestionTransform | ChartTransform): string {
  if (typeof transform === "string") return transform;
  const source = Function.prototype.toString.call(transform);
  if (isMethodShorthand(source)) return `export default ({ ${source} }).${methodName(source)};`;
  return `export default (${source});`;
}

function isMethodShorthand(source: string): boolean {
  return !/^(async\s+)?(function\b|\(|[\w$]+\s*=>)/.test(source);
}

function methodName(source: string): string {
  return /^(?:async\s+)?([\w$]+)/.exec(source)?.[1] ?? "transform";
}
