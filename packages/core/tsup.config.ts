import { defineConfig } from "tsup";
import { sandboxEsbuildPlugin } from "./build/sandbox-embedding.js";

export default defineConfig({
  entry: ["src/index.ts", "src/adapter.ts", "src/in-process-sandbox.ts"],
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  target: "node20",
  noExternal: ["p-retry", "is-network-error"],
  esbuildPlugins: [sandboxEsbuildPlugin()],
});
