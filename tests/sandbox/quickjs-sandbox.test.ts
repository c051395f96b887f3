import { createQuickJsSandbox } from "@metricsmith/core";
import { describeSandbox } from "@metricsmith/testkit";
import { afterAll, describe, it } from "vitest";

// One worker each: what follows a hostile program on a sandbox follows it on the same thread.
const sandboxes = [createQuickJsSandbox(), createQuickJsSandbox()] as const;
afterAll(() => Promise.all(sandboxes.map((sandbox) => sandbox.close())));

let turn = 0;

describeSandbox({
  runner: { describe: (name, body) => describe.concurrent(name, body), it },
  name: "QuickJS",
  create: () => sandboxes[turn++ % 2] ?? sandboxes[0],
  cleanup: async () => {},
});
