import { createInProcessSandbox } from "@metricsmith/core/in-process-sandbox";
import { describeSandbox } from "@metricsmith/testkit";
import { describe, it } from "vitest";

const sandbox = createInProcessSandbox();

describeSandbox({
  runner: { describe, it },
  name: "QuickJS on the calling thread",
  isOnCallingThread: true,
  create: () => sandbox,
  cleanup: async () => {},
});
