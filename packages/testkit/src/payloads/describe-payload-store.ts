import type { PayloadStore } from "@metricsmith/core/adapter";
import type { ConformanceRunner } from "../conformance-runner.js";
import { describePayloads } from "./payload-topics.js";

export interface DescribePayloadStoreOptions {
  /** `{ describe, it }` of the test runner. */
  readonly runner: ConformanceRunner;
  /** Names the store in the tests' names. */
  readonly name: string;
  /** Called before each test. It may give the same store again, with what earlier tests left. */
  readonly create: () => Promise<PayloadStore>;
  /** Called after each test. @defaultValue does nothing */
  readonly cleanup?: ((store: PayloadStore) => Promise<void>) | undefined;
}

/** Tests of everything that the `PayloadStore` contract says. A store passes all or is wrong. */
export function describePayloadStore({ runner, name, create, cleanup }: DescribePayloadStoreOptions): void {
  runner.describe(`${name} payload store`, () => {
    describePayloads((title, body) => {
      runner.it(title, async () => {
        const store = await create();
        try {
          await body(store);
        } finally {
          await cleanup?.(store);
        }
      });
    });
  });
}
