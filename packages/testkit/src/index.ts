export {
  buildChart,
  buildCounter,
  buildMetric,
  buildPayload,
  buildPoint,
  buildRun,
  buildSlot,
  buildStepLog,
  buildTransformer,
  buildUsageEntry,
} from "./builders/build-rows.js";
export type { ConformanceRunner } from "./conformance-runner.js";
export { describeStorageAdapter, type DescribeStorageAdapterOptions } from "./describe-storage-adapter.js";
export { type FakeAnswer, type FakeFetcher, fakeFetcher } from "./fakes/fake-fetcher.js";
export { type FaultyStorage, faultyStorage, type FaultyStorageOptions } from "./fakes/faulty-storage.js";
export { type ManualClock, manualClock } from "./fakes/manual-clock.js";
export type { ModelReply } from "./fakes/model-answers.js";
export {
  type ModelAnswer,
  type ModelScript,
  type ModelServer,
  type ModelServerRequest,
  startModelServer,
} from "./fakes/model-server.js";
export {
  describeModelClient,
  type DescribeModelClientOptions,
  type ModelClientAddress,
} from "./model/describe-model-client.js";
export {
  type ScriptedAnswer,
  type ScriptedModel,
  scriptedModel,
  type ScriptedModelOptions,
} from "./model/scripted-model.js";
export { describePayloadStore, type DescribePayloadStoreOptions } from "./payloads/describe-payload-store.js";
export { describeSandbox, type DescribeSandboxOptions } from "./sandbox/describe-sandbox.js";
export { hostilePrograms } from "./sandbox/hostile-programs.js";
export type {
  HostileEnding,
  HostilePoint,
  HostileProgram,
  HostileResult,
} from "./sandbox/hostile-programs/hostile-program.js";
