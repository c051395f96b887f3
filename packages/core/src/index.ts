export * from "./adapter.js";
export {
  type ChartPreferences,
  type ChartPreferencesInput,
  chartPreferencesSchema,
} from "./charts/chart-preferences.js";
export type { ChartRow } from "./charts/chart-row.js";
export type { DateRange } from "./charts/date-range.js";
export type { ChangeChart, ChartsApi, CreateChart, UpdateChart } from "./engine/charts-api.js";
export {
  createMetricsmith,
  type EventOf,
  type EventType,
  type Metricsmith,
  type MetricsmithApi,
  type PipelineDescription,
  type RefreshOptions,
  type RunOptions,
} from "./engine/create-metricsmith.js";
export type { MetricProgress } from "./engine/metric-progress.js";
export type { ListPage, MetricsApi, UpdateMetric } from "./engine/metrics-api.js";
export type { ConnectionReference, MetricsmithOptions } from "./engine/metricsmith-options.js";
export type { CreateAdHocMetric, CreateMetric, CreateTemplateMetric, Scoped } from "./engine/new-metric.js";
export type { PointsApi, ReadPoints } from "./engine/points-api.js";
export type { ReviewOptions, TransformerReviews } from "./engine/review-transformers.js";
export type { RunHandle } from "./engine/run-handle.js";
export type { StartOptions } from "./engine/start-metric-run.js";
export type { BudgetStatus, UsageApi, UsageFilter, UsageSummary } from "./engine/usage-api.js";
export type { ListRuns, RunsApi } from "./engine/runs-api.js";
export type { Swept } from "./engine/sweep.js";
export type { RetentionOptions, RetentionPeriod } from "./engine/retention.js";
export type { TransformerDiff } from "./engine/diff-transformers.js";
export type { EjectedFile } from "./engine/eject-transformer.js";
export type { DeletedTransformers, TransformersApi } from "./engine/transformers-api.js";
export { createHttpFetcher } from "./fetching/create-http-fetcher.js";
export type { HttpFetcherOptions } from "./fetching/http-fetcher-options.js";
export { model } from "./generating/model/create-model.js";
export type { ModelOptions } from "./generating/model/model-options.js";
export { rules } from "./generating/rules/create-rules.js";
export type { ChangeChartResult } from "./ingesting/change-chart-steps.js";
export type { MetricRunResult, SavedPoints, UsedTransformer } from "./ingesting/metric-run-state.js";
export type { Measure } from "./metrics/measure.js";
export type { EndpointConfig } from "./metrics/metric.js";
export type {
  Candidate,
  ChartProposal,
  GenerateChartInput,
  GenerateInput,
  Generator,
  GeneratorSubject,
  Proposal,
  RankedCandidate,
} from "./ports/generator.js";
export type { Logger } from "./ports/logger.js";
export type { Policy } from "./ports/policy.js";
export { definePipeline, type NextRun, type Pipeline, type StepChain } from "./running/pipeline.js";
export type { EngineEvent, PointsSavedEvent, StepFetchInput } from "./running/runner-services.js";
export { type AnyStep, type RetryOptions, type Step, step } from "./running/step.js";
export type { StepContext } from "./running/step-context.js";
export type { RunResult } from "./running/watch-run.js";
export type { RunEvent, RunEventType } from "./runs/run-event.js";
export type { CompletedStep, RunProgress } from "./runs/run-progress.js";
export { createQuickJsSandbox, type QuickJsSandbox } from "./sandbox/create-quickjs-sandbox.js";
export type { QuickJsSandboxOptions } from "./sandbox/quickjs-sandbox-options.js";
export type { SandboxCheck, SandboxReport } from "./sandbox/self-test/self-test-sandbox.js";
export {
  type DefaultChart,
  defineTemplate,
  type EndpointConfigOf,
  type Expectation,
  type IngestionSource,
  type Template,
} from "./templates/template.js";
export { formatAcceptanceReport } from "./acceptance/format-acceptance-report.js";
export { judgeCandidate, type JudgeCandidateInput } from "./acceptance/judge-candidate.js";
export type { AcceptanceCheck, AcceptanceReport, Support } from "./transformers/acceptance-report.js";
export type { TransformerProposal } from "./transformers/proposal.js";
export type { Budget, ModelPrice } from "./usage/budget.js";
export type { Mapping } from "./transformers/mapping.js";
export type {
  ChartTransform,
  IngestionTransform,
  LocalParts,
  TransformContext,
  TransformedPoint,
} from "./transformers/transform-function.js";
export type { Clock } from "./util/clock.js";
