import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { PointColumns } from "../ports/sandbox.js";
import type { JsonValue } from "../util/json.js";
import type { PackedPoints } from "./job.js";
import { parseForeignJson } from "./parse-foreign-json.js";

function broken(what: string): MetricsmithError {
  return new MetricsmithError(
    `transform changed how its ${what} are written as JSON. Return plain data and leave the built-ins alone.`,
    {
      code: "TRANSFORM_CONTRACT",
    },
  );
}

function readSeries(packed: PackedPoints["series"]): string[] | null {
  if (packed === null) return null;
  const names = parseForeignJson(packed.names);
  if (!Array.isArray(names)) throw broken("series");
  return Array.from(packed.indexes, (index) => {
    const name: unknown = names[index];
    if (typeof name !== "string") throw broken("series");
    return name;
  });
}

function readDimensions(packed: PackedPoints["dimensions"], count: number): readonly JsonValue[] | null {
  if (packed === null) return null;
  const dimensions = parseForeignJson(packed);
  if (!Array.isArray(dimensions) || dimensions.length !== count) throw broken("dimensions");
  return dimensions;
}

/** @throws {MetricsmithError} TRANSFORM_CONTRACT when the transform tampered with how its result is written */
export function toPointColumns(packed: PackedPoints): PointColumns {
  const { count, timestamps, values, datesOnly } = packed;
  return {
    count,
    timestamps,
    values,
    datesOnly,
    series: readSeries(packed.series),
    dimensions: readDimensions(packed.dimensions, count),
  };
}
