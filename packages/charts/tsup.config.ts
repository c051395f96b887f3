import { defineConfig } from "tsup";

export default defineConfig({
  entry: ["src/index.ts"],
  format: ["esm", "cjs"],
  dts: true,
  clean: true,
  target: "node20",
  // d3 is ESM only and would break `require()`. Bundled, with its licences in THIRD-PARTY-NOTICES.
  noExternal: [/^d3-/, "internmap"],
  external: ["@metricsmith/core"],
});
