import { type DatabaseProvider, publishedSchema } from "@metricsmith-internal/databases";
import { columnsOf, type TableColumn, type TableName, tables } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";

interface Model {
  /** Name to type, such as "Int?". */
  readonly fields: Readonly<Record<string, string>>;
  readonly unique: readonly (readonly string[])[];
  readonly indexes: readonly (readonly string[])[];
  readonly primaryKey: readonly string[];
  readonly table: string;
}

/** Reads the few things that the published files hold, and fails on anything else. */
function readModels(provider: DatabaseProvider): Record<string, Model> {
  const text = publishedSchema(provider).replace(/^ *\/\/.*$/gm, "");
  const models = [...text.matchAll(/^model (\w+) \{\n([^}]*)^\}$/gm)];
  const rest = models.reduce((remaining, [whole]) => remaining.replace(whole, ""), text);
  expect(rest.trim()).toBe("");
  return Object.fromEntries(models.map(([, name, body]) => [name, readModel(body ?? "")]));
}

function readModel(body: string): Model {
  const fields: Record<string, string> = {};
  const sets: Record<string, string[][]> = { id: [], unique: [], index: [] };
  let table = "";
  for (const line of body.split("\n").map((line) => line.trim())) {
    if (line === "") continue;
    const [, field, type, isId] = /^(\w+) +(\w+\??)( +@id| @db\.Json| +@default\("\w+"\))?$/.exec(line) ?? [];
    const [, kind, columns] = /^@@(id|unique|index)\(\[([\w, ]+)\]\)$/.exec(line) ?? [];
    const [, map] = /^@@map\("(\w+)"\)$/.exec(line) ?? [];
    if (field !== undefined && type !== undefined) fields[field] = type;
    if (isId?.trim() === "@id") sets["id"]?.push([field ?? ""]);
    if (kind !== undefined) sets[kind]?.push((columns ?? "").split(", "));
    if (map !== undefined) table = map;
    expect([line, field ?? kind ?? map]).not.toContain(undefined);
  }
  const { id = [], unique = [], index = [] } = sets;
  return { fields, unique, indexes: index, primaryKey: id[0] ?? [], table };
}

function prismaType(column: TableColumn): string {
  const number = column.isInteger ? "Int" : "Float";
  const types = { text: "String", number, boolean: "Boolean", time: "DateTime", json: "Json" };
  return types[column.kind] + (column.isNullable ? "?" : "");
}

const modelNames: Readonly<Record<TableName, readonly [model: string, table: string]>> = {
  metrics: ["MetricsmithMetric", "metricsmith_metrics"],
  payloads: ["MetricsmithPayload", "metricsmith_payloads"],
  transformers: ["MetricsmithTransformer", "metricsmith_transformers"],
  slots: ["MetricsmithSlot", "metricsmith_slots"],
  charts: ["MetricsmithChart", "metricsmith_charts"],
  runs: ["MetricsmithRun", "metricsmith_runs"],
  stepLogs: ["MetricsmithStepLog", "metricsmith_step_logs"],
  counters: ["MetricsmithCounter", "metricsmith_counters"],
  usageEntries: ["MetricsmithUsageEntry", "metricsmith_usage_entries"],
};
const tableNames = Object.keys(modelNames) as TableName[];

describe.each(["postgresql", "sqlite"] as const)("the published %s schema", (provider) => {
  const models = readModels(provider);
  const modelOf = (table: TableName) => models[modelNames[table][0]] as Model;

  it("has a model for every table, three more, and nothing else", () => {
    expect(Object.entries(models).map(([name, { table }]) => [name, table])).toEqual([
      ...(Object.keys(tables) as TableName[]).map((table) => modelNames[table]),
      ["MetricsmithDataPoint", "metricsmith_data_points"],
      ["MetricsmithPayloadBody", "metricsmith_payload_bodies"],
      ["MetricsmithMeta", "metricsmith_meta"],
    ]);
  });

  it.each(tableNames)("has the columns of %s with their types, and no others", (table) => {
    const expected = Object.fromEntries(columnsOf(table).map((column) => [column.name, prismaType(column)]));
    expect(modelOf(table).fields).toEqual(expected);
    expect(modelOf(table).primaryKey).toEqual(["id"]);
  });

  it.each(tableNames)("keeps the unique sets of %s, and no others", (table) => {
    expect(modelOf(table).unique).toEqual(tables[table].unique);
  });

  it.each(tableNames)("finds rows of %s through an index by what the table says, and by parent", (table) => {
    const { unique, indexes } = modelOf(table);
    const searched: readonly (readonly string[])[] = [
      ...tables[table].indexes,
      ...tables[table].parents.map(({ column }) => [column]),
    ];
    for (const columns of searched) {
      const isCovered = (index: readonly string[]) => columns.every((column, position) => index[position] === column);
      expect([...unique, ...indexes].some(isCovered), columns.join()).toBe(true);
    }
  });

  it("keys points by metric, generation, time and series", () => {
    expect(models["MetricsmithDataPoint"]).toMatchObject({
      primaryKey: ["metricId", "generation", "timestamp", "series"],
      fields: {
        metricId: "String",
        generation: "Int",
        timestamp: "DateTime",
        series: "String",
        value: "Float",
        dimensions: "Json?",
        payloadId: "String?",
        transformerVersion: "Int?",
      },
    });
  });

  it("keys bodies by organization and content", () => {
    expect(models["MetricsmithPayloadBody"]).toMatchObject({
      primaryKey: ["organizationId", "sha256"],
      indexes: [["putAt"]],
      fields: { organizationId: "String", sha256: "String", body: "Bytes", encoding: "String", putAt: "DateTime" },
    });
  });
});
