import type { StorageAdapter } from "@metricsmith/core/adapter";
import type { ConformanceRunner } from "./conformance-runner.js";
import { describePayloads } from "./payloads/payload-topics.js";
import { describeAggregation } from "./storage/aggregation.js";
import { describeCascades } from "./storage/cascades.js";
import { describeClaims } from "./storage/claims.js";
import { describeColumns } from "./storage/columns.js";
import { describeCommits } from "./storage/commits.js";
import { describeConcurrency } from "./storage/concurrency.js";
import { describeConditions } from "./storage/conditions.js";
import { describeCounters } from "./storage/counters.js";
import { describeFences } from "./storage/fences.js";
import { describeGenerations } from "./storage/generations.js";
import { describeGuards } from "./storage/guards.js";
import { describeJson } from "./storage/json.js";
import { describeNumbers } from "./storage/numbers.js";
import { describePointDeletes } from "./storage/point-deletes.js";
import { describePointLists } from "./storage/point-lists.js";
import { describePointUpserts } from "./storage/point-upserts.js";
import { describeReads } from "./storage/reads.js";
import { describeReceipts } from "./storage/receipts.js";
import { describeRecords } from "./storage/records.js";
import { describeRetention } from "./storage/retention.js";
import { describeStorageFacts } from "./storage/storage-facts.js";
import { storageSuite } from "./storage/storage-suite.js";
import { describeTexts } from "./storage/texts.js";
import { describeTimes } from "./storage/times.js";
import { describeVisibility } from "./storage/visibility.js";
import { describeWriteOrder } from "./storage/write-order.js";

export interface DescribeStorageAdapterOptions {
  /** `{ describe, it }` of the test runner. */
  readonly runner: ConformanceRunner;
  /** Names the adapter in the tests' names. */
  readonly name: string;
  /**
   * Called before each test. It may give the same storage again, with what earlier tests left: every test uses ids and
   * organizations of its own.
   */
  readonly create: () => Promise<StorageAdapter>;
  /** Called after each test. @defaultValue closes the storage */
  readonly cleanup?: ((storage: StorageAdapter) => Promise<void>) | undefined;
}

/** Tests of everything that the `StorageAdapter` contract says, its payload store included. An adapter passes all or is wrong. */
export function describeStorageAdapter(options: DescribeStorageAdapterOptions): void {
  const { runner, name, create, cleanup = (storage) => storage.close() } = options;
  const suite = storageSuite(runner, create, cleanup);
  runner.describe(`${name} storage`, () => {
    describeStorageFacts(suite, { isClosedAfterEach: options.cleanup === undefined });
    describeRecords(suite);
    describeReads(suite);
    describeColumns(suite);
    describeConditions(suite);
    describeClaims(suite);
    describeCommits(suite);
    describeWriteOrder(suite);
    describeGuards(suite);
    describeFences(suite);
    describeCascades(suite);
    describePointUpserts(suite);
    describeReceipts(suite);
    describePointLists(suite);
    describeGenerations(suite);
    describePointDeletes(suite);
    describeAggregation(suite);
    describeRetention(suite);
    describeJson(suite);
    describeTexts(suite);
    describeNumbers(suite);
    describeTimes(suite);
    describeVisibility(suite);
    describeConcurrency(suite);
    describeCounters(suite);
  });

  runner.describe(`${name} payload store`, () => {
    describePayloads((title, body) => suite.it(title, ({ storage }) => body(storage.payloads)));
  });
}
