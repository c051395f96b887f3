import type { ModelClient } from "@metricsmith/core/adapter";
import type { ConformanceRunner } from "../conformance-runner.js";
import { describeAnswers } from "./answers.js";
import { describeEndings } from "./endings.js";
import { describeFailures } from "./failures.js";
import { modelSuite } from "./model-suite.js";
import { describeRequests } from "./requests.js";
import { describeWaits } from "./waits.js";

/** Where the client under test has to send its requests, and with which key. */
export interface ModelClientAddress {
  /** Ends in `/v1`; below it are `chat/completions` and `responses` of OpenAI's protocol, without streaming. */
  readonly baseUrl: string;
  /** Has to be sent as `Authorization: Bearer`. */
  readonly apiKey: string;
}

export interface DescribeModelClientOptions {
  /** `{ describe, it }` of the test runner. */
  readonly runner: ConformanceRunner;
  /** Names the client in the tests' names. */
  readonly name: string;
  /** Called in each test, with the address of its own server. */
  readonly create: (address: ModelClientAddress) => ModelClient | Promise<ModelClient>;
}

/**
 * Tests of everything that the `ModelClient` contract says, over HTTP with a server on 127.0.0.1 that answers, fails and stalls. A
 * client passes all or is wrong.
 */
export function describeModelClient({ runner, name, create }: DescribeModelClientOptions): void {
  const suite = modelSuite(runner, create);
  runner.describe(`${name} model client`, () => {
    describeRequests(suite);
    describeAnswers(suite);
    describeFailures(suite);
    describeWaits(suite);
    describeEndings(suite);
  });
}
