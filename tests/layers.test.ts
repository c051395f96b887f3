import { describe, expect, it } from "vitest";
import { layerViolation } from "../scripts/lib/layers.js";
import { listImports } from "../scripts/lib/list-imports.js";

describe("layer rule", () => {
  it.each([
    ["core", "src/metrics/metric.ts", "../util/json.js"],
    ["core", "src/metrics/metric.ts", "./measure.js"],
    ["core", "src/metrics/metric.ts", "zod"],
    ["core", "src/errors/metricsmith-error.ts", "../util/json.js"],
    ["core", "src/charts/chart.ts", "../metrics/metric.js"],
    ["core", "src/generating/mapping/compile.ts", "../../ports/sandbox.js"],
    ["core", "src/generating/mapping/compile.ts", "../read.js"],
    ["core", "src/engine/create.ts", "../ingesting/create.js"],
    ["core", "src/fetching/fetch.ts", "undici"],
    ["core", "src/index.ts", "./engine/create.js"],
    ["core", "src/index.ts", "./adapter.js"],
    ["core", "src/adapter.ts", "./ports/storage.js"],
    ["core", "src/in-process-sandbox.ts", "./sandbox/create-in-process-sandbox.js"],
    ["core", "test/engine.test.ts", "../src/engine/create.js"],
    ["core", "src/metrics/metric.test.ts", "../../test/metrics.js"],
    ["adapter-memory", "src/points.ts", "@metricsmith/core/adapter"],
    ["adapter-memory", "test/conformance.test.ts", "@metricsmith/testkit"],
    ["charts", "src/draw.ts", "@metricsmith/core"],
    ["queue-pgboss", "src/dispatcher.ts", "@metricsmith/core/adapter"],
  ])("%s: %s may import %s", (packageFolder, file, specifier) => {
    expect(layerViolation(packageFolder, file, specifier)).toBeNull();
  });

  it.each([
    ["core", "src/metrics/metric.ts", "../sandbox/run.js", "a higher layer"],
    ["core", "src/metrics/metric.ts", "../charts/chart.js", "a sibling"],
    ["core", "src/util/json.ts", "../errors/metricsmith-error.js", "a sibling"],
    ["core", "src/acceptance/accept.ts", "../running/run.js", "a sibling"],
    ["core", "src/running/run.ts", "../acceptance/accept.js", "a sibling"],
    ["core", "src/generating/mapping/compile.ts", "../../engine/create.js", "a higher layer"],
    ["core", "src/metrics/metric.test.ts", "../engine/create.js", "a higher layer"],
    ["core", "src/adapter.ts", "./fetching/fetch.js", "layers 0 to 2 only"],
    ["core", "src/in-process-sandbox.ts", "./engine/create.js", "layers 0 to 3 only"],
    ["core", "src/engine/create.ts", "../index.js", "entry files"],
    ["core", "src/engine/create.ts", "../helpers/x.js", "not in the layer table"],
    ["core", "src/templates/template.ts", "node:fs", "reach nothing outside"],
    ["core", "src/ports/fetching.ts", "undici", "reach nothing outside"],
    ["core", "src/engine/create.ts", "@metricsmith/adapter-memory", "no other package"],
    ["core", "src/metrics/metric.ts", "../../test/metrics.js", "do not import tests"],
    ["core", "src/engine/create.ts", "../../../charts/src/index.js", "leaves its package"],
    ["adapter-memory", "src/points.ts", "@metricsmith/core", "may import only @metricsmith/core/adapter"],
    ["adapter-memory", "src/points.ts", "@metricsmith/core/dist/index.js", "may import only"],
    ["testkit", "src/storage.ts", "vitest", "test runner"],
  ])("%s: %s may not import %s", (packageFolder, file, specifier, reason) => {
    expect(layerViolation(packageFolder, file, specifier)).toContain(reason);
  });

  it("sees every way to name a module", () => {
    const text = [
      'import type { A } from "./a.js";',
      'import { type B } from "./b.js";',
      'export * from "./c.js";',
      'export type { D } from "./d.js";',
      'import "./e.js";',
      'const quote = /"/;',
      'const f = await import("./f.js");',
      'type G = import("./g.js").G;',
      'const h = require("./h.js");',
      'let i: typeof import("./i.js");',
      '// import "./comment.js"',
    ].join("\n");
    const names = listImports(text).map(({ specifier }) => specifier);
    expect(names).toEqual(["a", "b", "c", "d", "e", "f", "g", "h", "i"].map((name) => `./${name}.js`));
    expect(listImports(text)[5]?.line).toBe(7);
  });
});
