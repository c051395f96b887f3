import type { UnitScale } from "../../shapes/units.js";
import { type Mapping, parseMapping } from "../../transformers/mapping.js";
import type { JsonValue } from "../../util/json.js";
import { type FieldReference, mappingPathOf } from "./field-reference.js";
import type { Field } from "./list-fields.js";
import type { OpenedView } from "./open-views.js";
import { placeOf } from "./record-view.js";
import type { TimeOption } from "./time-option.js";

export type Bucket = "hour" | "day" | "week" | "month";
export type Aggregation = "count" | "sum" | "avg" | "min" | "max" | "last";

export type PlannedValue =
  | { readonly kind: "count" }
  | {
      readonly kind: "field";
      readonly field: Field;
      readonly missing: readonly string[];
      readonly scale: UnitScale | null;
    }
  /** Lines that stand side by side, by name. */
  | {
      readonly kind: "columns";
      readonly columns: readonly { readonly name: string; readonly field: Field }[];
      readonly missing: readonly string[];
    };

/** A full reading of a response: everything that a mapping says, with the fields that it says it of. */
export interface Plan {
  readonly view: OpenedView;
  readonly time: TimeOption | null;
  readonly value: PlannedValue;
  readonly series: Field | null;
  readonly filter: readonly PlannedCondition[];
  readonly groupBy: { readonly bucket?: Bucket; readonly aggregation: Aggregation } | null;
  readonly unit: string | undefined;
  readonly reasons: readonly string[];
}

export interface PlannedCondition {
  readonly field: Field;
  readonly equals: string | boolean;
}

/** The mapping that does what the plan says; `null` when a path cannot be written. @throws {MetricsmithError} MAPPING_INVALID */
export function mappingOf(plan: Plan, dimensions: Readonly<Record<string, FieldReference>>): Mapping | null {
  const value = valueOf(plan);
  const series = plan.series === null ? null : mappingPathOf(plan.series.reference);
  const conditions = plan.filter.map(({ field, equals }) => ({ path: mappingPathOf(field.reference), equals }));
  if (value === null || (plan.series !== null && series === null) || conditions.some(({ path }) => path === null))
    return null;
  const kept = Object.entries(dimensions).map(([name, reference]) => [name, mappingPathOf(reference)]);
  const missing = plan.value.kind === "count" ? [] : plan.value.missing;
  return parseMapping({
    ...placeOf(plan.view.view),
    ...(plan.time === null ? {} : { time: plan.time.mapping }),
    value,
    ...(series === null ? {} : { series: { path: series } }),
    ...(kept.length === 0 ? {} : { dimensions: Object.fromEntries(kept) }),
    ...(conditions.length === 0 ? {} : { filter: conditions }),
    ...(plan.groupBy === null ? {} : { groupBy: plan.groupBy }),
    ...(missing.length === 0 ? {} : { missing }),
  });
}

function valueOf({ value, unit }: Plan): unknown {
  const named = unit === undefined ? {} : { unit };
  if (value.kind === "count") return "count";
  if (value.kind === "field") {
    const path = mappingPathOf(value.field.reference);
    return path === null ? null : { path, ...(value.scale === null ? {} : { scale: value.scale.scale }), ...named };
  }
  const paths = value.columns.map(({ name, field }) => [name, mappingPathOf(field.reference)] as const);
  return paths.some(([, path]) => path === null) ? null : { bySeries: Object.fromEntries(paths), ...named };
}

/** What the plan reads, in a few words: "close (data[].close)". */
export function labelOf(plan: Plan): string {
  const parts: string[] = [];
  if (plan.value.kind === "count") parts.push(`number of ${plan.view.generic === "" ? "records" : plan.view.generic}`);
  if (plan.value.kind === "field")
    parts.push(plan.value.field.generic === "" ? "the number itself" : plan.value.field.generic);
  if (plan.value.kind === "columns")
    parts.push(
      `columns ${plan.value.columns
        .map(({ name }) => name)
        .slice(0, 4)
        .join(", ")}`,
    );
  if (plan.value.kind === "field" && plan.value.scale !== null) parts.push(`times ${plan.value.scale.scale}`);
  for (const { field, equals } of plan.filter) parts.push(`where ${field.generic} is ${JSON.stringify(equals)}`);
  if (plan.groupBy !== null && plan.value.kind !== "count") parts.push(plan.groupBy.aggregation);
  if (plan.groupBy?.bucket !== undefined) parts.push(`per ${plan.groupBy.bucket}`);
  if (plan.time !== null)
    parts.push(
      `at ${plan.time.fields.map(({ generic }) => generic).join(", ")}${plan.time.isUnproven ? ` as ${String(plan.time.mapping["format"])}` : ""}`,
    );
  if (plan.series !== null) parts.push(`by ${plan.series.generic}`);
  return parts.join(" ");
}

/** A JSON text that equal plans share. */
export function keyOfPlan(plan: Plan): string {
  return JSON.stringify([plan.view.generic, labelOf(plan), plan.time?.mapping ?? null] satisfies JsonValue | unknown[]);
}
