import type { ChartConfig } from "../charts/chart-config.js";
import type { ChartPreferences } from "../charts/chart-preferences.js";
import type { ChartRow } from "../charts/chart-row.js";
import type { Measure } from "../metrics/measure.js";
import type { EndpointConfig, MetricKind } from "../metrics/metric.js";
import type { AcceptanceReport } from "../transformers/acceptance-report.js";
import type { Mapping } from "../transformers/mapping.js";
import type { JsonObject, JsonValue } from "../util/json.js";
import type { UsageReason } from "../usage/usage-entry.js";
import type { ModelClient, ModelCompletion, ModelRequest } from "./model.js";
import type { SandboxContext } from "./sandbox.js";

/** What a metric is and where its response came from, as far as a generator may know. */
export interface GeneratorSubject {
  readonly name: string;
  readonly description: string | null;
  readonly measure: Measure;
  readonly kind: MetricKind;
  /** IANA name. */
  readonly timezone: string;
  readonly provider: string | null;
  readonly template: { readonly id: string; readonly name: string; readonly description: string | null } | null;
  readonly request: {
    readonly method: string;
    /** With its {PLACEHOLDERS}, without values. */
    readonly endpoint: string;
    readonly parameterNames: readonly string[];
  };
}

export interface GenerateInput {
  readonly subject: GeneratorSubject;
  /** The response, as the UTF-8 bytes of JSON text. */
  readonly payload: Uint8Array;
  readonly endpointConfig: EndpointConfig;
  readonly context: SandboxContext;
  /** Where samples are drawn from: the same seed draws the same ones. */
  readonly seed: number;
  /** Puts code through acceptance. */
  readonly judge: (code: string) => Promise<AcceptanceReport>;
  /** Calls a model within the budgets, and enters it in the ledger. @throws {MetricsmithError} BUDGET_EXCEEDED, and what `complete` throws. */
  readonly complete: (client: ModelClient, request: ModelRequest, reason: UsageReason) => Promise<ModelCompletion>;
  readonly signal: AbortSignal;
}

/** Code for one response, and why it should be right. */
export interface Candidate {
  readonly code: string;
  /** What `code` was compiled from; `null` when it was written as code. */
  readonly mapping: Mapping | null;
  /** Sentences for people. */
  readonly reasons: readonly string[];
}

/** One of several readings of a response between which a person has to choose. */
export interface RankedCandidate extends Candidate {
  /** Tells it from the others in a few words, such as "closing price (data.close)". */
  readonly label: string;
  /** What it reads from the first records, such as `[{ time: "2026-03-01", value: 17 }]`. */
  readonly samples: readonly JsonValue[];
}

export type Proposal =
  /** `report` where the generator has had it judged already. */
  | { readonly outcome: "candidate"; readonly candidate: Candidate; readonly report?: AcceptanceReport | undefined }
  /** Best first, at least two. `question` is a sentence, such as "Which of close, adjusted close is the price?". */
  | { readonly outcome: "ambiguous"; readonly question: string; readonly candidates: readonly RankedCandidate[] }
  /** `reason` is a sentence. `details` say what was looked at. */
  | { readonly outcome: "refused"; readonly reason: string; readonly details?: JsonObject | undefined }
  /** The response holds no records yet: nothing to infer from. */
  | { readonly outcome: "no-data"; readonly reason: string };

/** A chart that a user asks for in words. */
export interface GenerateChartInput extends Pick<
  GenerateInput,
  "subject" | "context" | "seed" | "complete" | "signal"
> {
  /** The user's words, at most 2,000 characters. */
  readonly request: string;
  readonly chart: {
    readonly name: string;
    /** As `chartPreferencesSchema` gives them. */
    readonly preferences: ChartPreferences;
    /** What is drawn now; `null` before the first picture. */
    readonly chartConfig: ChartConfig | null;
  };
  /** The metric's lines by name, in order; `[""]` when there is one without a name. */
  readonly seriesNames: readonly string[];
  /** Names of numeric dimensions. */
  readonly dimensionNames: readonly string[];
  /** The rows that chart code would get, under the chart's preferences. */
  readonly rows: readonly ChartRow[];
  /** Draws the rows with code and puts the picture through acceptance. */
  readonly judge: (code: string) => Promise<AcceptanceReport>;
}

export type ChartProposal =
  /** The built-in chart function can do it, with these preferences. */
  | { readonly outcome: "preferences"; readonly preferences: ChartPreferences; readonly reasons: readonly string[] }
  | { readonly outcome: "candidate"; readonly candidate: Candidate; readonly report?: AcceptanceReport | undefined }
  | { readonly outcome: "refused"; readonly reason: string };

/** Writes transformers for responses. The same input gives the same proposal, but for models. */
export interface Generator {
  /** Which transformers it makes. */
  readonly origin: "rules" | "model";
  /** The model's name; `null` when none is asked. */
  readonly model: string | null;
  /** @throws {MetricsmithError} MODEL_ codes and BUDGET_EXCEEDED; the signal's reason when it fires. */
  propose(input: GenerateInput): Promise<Proposal>;
  /** The same for a chart asked for in words. @defaultValue none: it draws no charts */
  proposeChart?(input: GenerateChartInput): Promise<ChartProposal>;
}
