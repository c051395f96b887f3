import type { EndpointConfig, MetricKind } from "../metrics/metric.js";
import type { Sandbox, SandboxContext, SandboxLimits } from "../ports/sandbox.js";

/** One run of ingestion code over one response. */
export interface TransformerExecution {
  readonly sandbox: Pick<Sandbox, "run">;
  readonly code: string;
  /** The response, as the UTF-8 bytes of JSON text. */
  readonly input: Uint8Array;
  readonly endpointConfig: EndpointConfig;
  readonly context: SandboxContext;
  readonly limits: SandboxLimits;
  readonly kind: MetricKind;
  readonly seed: number;
  /**
   * Whether no points may come of a response that holds records, as with a filter that none of them meets.
   *
   * @defaultValue false
   */
  readonly allowEmpty?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** As for `Sandbox.run`. */
  readonly onConsole?: ((lines: readonly string[]) => void) | undefined;
}
