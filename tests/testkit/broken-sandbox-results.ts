import { isJsonObject, type JsonValue } from "@metricsmith/core/adapter";
import { type BrokenSandbox, withChanges, withRun } from "./broken-sandbox.js";

function parse(text: string): JsonValue {
  return JSON.parse(text) as JsonValue;
}

/** Sandboxes that change what goes in or comes out. */
export const brokenSandboxResults: readonly BrokenSandbox[] = [
  {
    fault: "NaN turns into 0",
    break: (sandbox) =>
      withChanges(sandbox, {
        points: (columns) => ({ ...columns, values: columns.values.map((value) => value || 0) }),
      }),
    topics: ["columns"],
    tests: ["columns > values are numbers as they are, and NaN for anything else"],
  },
  {
    fault: "a time that is none turns into the epoch",
    break: (sandbox) =>
      withChanges(sandbox, {
        points: (columns) => ({ ...columns, timestamps: columns.timestamps.map((time) => time || 0) }),
      }),
    topics: ["columns", "times"],
    tests: ["times > NaN for what is no time", "columns > a point without a time or a value is marked, not dropped"],
  },
  {
    fault: "values are kept in single precision",
    break: (sandbox) =>
      withChanges(sandbox, { points: (columns) => ({ ...columns, values: columns.values.map(Math.fround) }) }),
    topics: ["what code is given", "columns", "limits", "determinism", "several at once"],
    tests: ["columns > values are numbers as they are, and NaN for anything else"],
  },
  {
    fault: "points are sorted by time",
    break: (sandbox) =>
      withChanges(sandbox, { points: (columns) => ({ ...columns, timestamps: columns.timestamps.toSorted() }) }),
    topics: ["columns", "times"],
    tests: ["columns > points come in the order in which the code returned them"],
  },
  {
    fault: "series are dropped",
    break: (sandbox) => withChanges(sandbox, { points: (columns) => ({ ...columns, series: null }) }),
    topics: ["what code is given", "columns", "determinism"],
    tests: ["columns > series are texts; numbers and booleans become texts; none is an empty text"],
  },
  {
    fault: "series are there although no point has one",
    break: (sandbox) =>
      withChanges(sandbox, {
        points: (columns) => ({ ...columns, series: columns.series ?? Array<string>(columns.count).fill("") }),
      }),
    topics: ["columns"],
    tests: ["columns > series are null when no point has one"],
  },
  {
    fault: "series are trimmed",
    break: (sandbox) =>
      withChanges(sandbox, {
        points: (columns) => ({ ...columns, series: columns.series?.map((name) => name.trim()) ?? null }),
      }),
    topics: ["columns"],
    tests: ["columns > series are texts; numbers and booleans become texts; none is an empty text"],
  },
  {
    fault: "points without dimensions have empty ones",
    break: (sandbox) =>
      withChanges(sandbox, {
        points: (columns) => ({ ...columns, dimensions: columns.dimensions?.map((given) => given ?? {}) ?? null }),
      }),
    topics: ["columns"],
    tests: ["columns > dimensions come back as JSON; null stands for none"],
  },
  {
    fault: "no times are dates",
    break: (sandbox) => withChanges(sandbox, { points: (columns) => ({ ...columns, datesOnly: false }) }),
    topics: ["times"],
    tests: ["times > `datesOnly` says that all of them are calendar dates"],
  },
  {
    fault: "local texts are read in UTC",
    break: (sandbox) => withChanges(sandbox, { run: (run) => ({ ...run, context: { ...run.context, offsets: [] } }) }),
    topics: ["what code is given", "times"],
    tests: ["times > texts without an offset are local to the zone that is given"],
  },
  {
    fault: "unsafe keys of charts are kept",
    break: (sandbox) =>
      withChanges(sandbox, {
        run: (run) =>
          run.kind === "chart"
            ? { ...run, code: run.code.replace("return input", "return { text: JSON.stringify(input) }") }
            : run,
        chart: (chart) => (isJsonObject(chart) && typeof chart["text"] === "string" ? parse(chart["text"]) : chart),
      }),
    topics: ["charts"],
    tests: ["charts > unsafe keys are left out, at every depth"],
  },
  {
    fault: "charts lose what is null",
    break: (sandbox) =>
      withChanges(sandbox, {
        chart: (chart) =>
          parse(JSON.stringify(chart, (_, value: unknown) => (value === null ? undefined : value)) ?? "0"),
      }),
    topics: ["what code is given", "charts"],
    tests: ["charts > null comes back unchanged", "what code is given > the argument, of every kind of JSON"],
  },
  {
    fault: "a chart that looks like points is read as points",
    break: (sandbox) =>
      withChanges(sandbox, {
        chart: (chart) =>
          Array.isArray(chart)
            ? chart.map((row) =>
                typeof row === "object" && row !== null && "value" in row ? { ...row, value: Number(row.value) } : row,
              )
            : chart,
      }),
    topics: ["charts"],
    tests: ["charts > points are not read as points"],
  },
  {
    fault: "the caller's input is given away",
    break: (sandbox) =>
      withRun(sandbox, async (run, next) => {
        const result = await next(run);
        structuredClone(run.input, { transfer: [run.input.buffer as ArrayBuffer] });
        return result;
      }),
    topics: ["what code is given"],
    tests: ["what code is given > a large input stays the caller's, byte for byte"],
  },
  {
    fault: "the input is read from the beginning of its buffer",
    break: (sandbox) =>
      withChanges(sandbox, {
        run: (run) => ({ ...run, input: new Uint8Array(run.input.buffer, 0, run.input.length) }),
      }),
    topics: ["what code is given"],
    tests: ["what code is given > a small input may be a part of a larger buffer"],
  },
  {
    fault: "code gets the caller's own argument",
    break: (sandbox) =>
      withChanges(sandbox, {
        run(run) {
          if (typeof run.argument === "object" && run.argument !== null) Object.assign(run.argument, { seen: true });
          return run;
        },
      }),
    topics: ["what code is given", "charts"],
    tests: ["what code is given > changes that code makes to it stay inside"],
  },
];
