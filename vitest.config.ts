import { defineConfig } from "vitest/config";
import { sandboxVitePlugin } from "./packages/core/build/sandbox-embedding.js";

export default defineConfig({
  plugins: [sandboxVitePlugin()],
  resolve: { conditions: ["@metricsmith/source"] },
  ssr: { resolve: { conditions: ["@metricsmith/source", "node", "module", "import", "default"] } },
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "examples/*/test/**/*.test.ts", "tests/**/*.test.ts"],
    setupFiles: ["./tests/fast-check-seed.ts"],
  },
});
