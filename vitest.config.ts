import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { sandboxVitePlugin } from "./packages/core/build/sandbox-embedding.js";

export default defineConfig({
  plugins: [sandboxVitePlugin()],
  resolve: { conditions: ["@metricsmith/source"] },
  // Without "import": packages with both forms are loaded by Node, which must agree with itself on one.
  ssr: { resolve: { conditions: ["@metricsmith/source", "node", "module", "default"] } },
  test: {
    include: [
      "packages/*/{src,test}/**/*.test.ts",
      "databases/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
      "tests/**/*.test.ts",
    ],
    setupFiles: ["./tests/fast-check-seed.ts"],
    // Every core, because much of the time is spent waiting for databases and killed processes.
    maxWorkers: availableParallelism(),
    // Only an end for what hangs: a loaded machine is no failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
