// A host's own code, compiled and run three ways: as an ES module, as CommonJS, and for a bundler (compiled only).
import * as memory from "@metricsmith/adapter-memory";
import * as charts from "@metricsmith/charts";
import * as core from "@metricsmith/core";
import * as adapter from "@metricsmith/core/adapter";
import * as testkit from "@metricsmith/testkit";

for (const module of [core, adapter, memory, charts, testkit]) {
  if (Object.keys(module).length === 0) throw new Error("a package exports nothing");
}
