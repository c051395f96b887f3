import { defineConfig } from "tsup";
import { sandboxEsbuildPlugin } from "./build/sandbox-embedding.js";

export default defineConfig({
  entry: ["src/index.ts", "src/adapter.ts", "src/in-process-sandbox.ts"],
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  target: "node20",
  // What entries have in common is there once, in both formats: the sandbox is large, and errors are of one class.
  splitting: true,
  noExternal: ["p-retry", "is-network-error"],
  esbuildPlugins: [sandboxEsbuildPlugin()],
});
