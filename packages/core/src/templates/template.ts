import type { z } from "zod";
import type { ChartPreferencesInput } from "../charts/chart-preferences.js";
import type { DataPoint } from "../metrics/data-point.js";
import type { Measure } from "../metrics/measure.js";
import type { MetricKind } from "../metrics/metric.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { Mapping } from "../transformers/mapping.js";
import type { ChartTransform, IngestionTransform } from "../transformers/transform-function.js";

/** Where a metric's points come from: one of `mapping` and `transform`, or neither, and then a generator writes the transformer. */
export interface IngestionSource {
  /** Declares where time, value and series are; compiled to code. */
  readonly mapping?: Mapping | undefined;
  /**
   * Code as a function, or as text with `export function transform(response, endpointConfig, context)`. It runs in the
   * sandbox and is taken by its source, so it may use nothing from around it: no constants, helpers or imports.
   */
  readonly transform?: string | IngestionTransform | undefined;
}

/** The chart that every new metric of a template gets. */
export interface DefaultChart {
  /** @defaultValue the metric's name */
  readonly name?: string | undefined;
  readonly preferences?: ChartPreferencesInput | undefined;
  /** The host's own chart function. @defaultValue the built-in one */
  readonly transform?: string | ChartTransform | undefined;
}

/** The host's own check of a transformer's points: `true`, or a sentence that says what is wrong. */
export type Expectation = (points: readonly DataPoint[]) => boolean | string;

/** Describes a kind of metric: what it measures, its requests and parameters, and how points come out of responses. */
export interface Template<
  Id extends string = string,
  Parameters extends z.ZodObject = z.ZodObject,
> extends IngestionSource {
  readonly id: Id;
  /** Whose data, such as "github". */
  readonly provider: string;
  /** What kind of data, such as "cost". */
  readonly domain?: string | undefined;
  readonly name: string;
  readonly description?: string | undefined;
  readonly measure: Measure;
  /** The keys of `endpointConfig`: texts, numbers and booleans. */
  readonly parameters: Parameters;
  readonly request: RequestDefinition;
  /** Asked for as well when the metric is created or rebuilt, for points that `request` no longer shows. */
  readonly historicalRequest?: RequestDefinition | undefined;
  /** How points come out of `historicalRequest`, when its response has another shape. @defaultValue as for `request` */
  readonly historical?: IngestionSource | undefined;
  /** @defaultValue "history" */
  readonly kind?: MetricKind | undefined;
  /** IANA name: zone of times without offset. @defaultValue "UTC" */
  readonly timezone?: string | undefined;
  readonly chart?: DefaultChart | undefined;
  readonly expect?: Expectation | undefined;
  /** `manual`: generated transformers wait for a person, however well they are proven. @defaultValue "automatic" */
  readonly review?: "automatic" | "manual" | undefined;
  /**
   * `template`: metrics use the transformer that was promoted to the template, where it is proven on their own response.
   *
   * @defaultValue "metric"
   */
  readonly transformerScope?: "metric" | "template" | undefined;
}

/** Keys and types of the `endpointConfig` that a template asks for. */
export type EndpointConfigOf<T extends Template> = z.input<T["parameters"]>;

/** A template, with its id and parameters kept as exact types. */
export function defineTemplate<const Id extends string, Parameters extends z.ZodObject>(
  template: Template<Id, Parameters>,
): Template<Id, Parameters> {
  return template;
}
