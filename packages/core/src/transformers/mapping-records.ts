import { z } from "zod";
import { type MappingPath, mappingPathSchema } from "./mapping-path.js";

const columnsSchema = z.union(
  [
    z.literal("first-row"),
    z.strictObject({
      /**
       * Where the names of the columns stand, an array of texts; starts at the response, or as "$parent.columns" at the outer record.
       * Example: "schema.fields".
       */
      path: mappingPathSchema,
      /** Where the name is in each item, when the items are objects. Example: "name". */
      name: mappingPathSchema.optional(),
    }),
  ],
  { error: 'must be "first-row" or { path, name? }' },
);

/** What stands at the path of records, for the response and for each level of nesting. */
export const recordsFields = {
  /**
   * - `array`: the records are its items;
   * - `values-of-object`: the records are the values of an object, `"$key"` is each one's key, as in `{ "EUR": 1.08, "GBP": 1.27 }`;
   * - `object`: the object itself is the only record, as in `{ "count": 42 }`;
   * - `columns`: an object of parallel arrays, `{ "time": [...], "load": [...] }`; a record holds the items of one position under the
   *   keys of their arrays. Members that are no arrays are ignored;
   * - `rows`: an array of arrays of cells; a record holds the cells of one row under the names of their `columns`.
   *
   * @defaultValue "array"
   */
  recordsAre: z.enum(["array", "values-of-object", "object", "columns", "rows"]).optional(),
  /** The names of the columns of `rows`: "first-row", or where they stand. */
  columns: columnsSchema.optional(),
};

const nestedRecordsSchema = z.strictObject({
  /** Starts at the outer record. An outer record without it contributes nothing. Example: "points". */
  path: mappingPathSchema,
  ...recordsFields,
});

/** Records inside of records: one level, or up to three from the outside in. */
export const withinSchema = z.union([nestedRecordsSchema, z.array(nestedRecordsSchema).min(1).max(3)], {
  error: "must be { path, recordsAre?, columns? }, or a list of at most 3 of them",
});

/** One level of nesting. */
export type RecordLevel = z.infer<typeof nestedRecordsSchema>;

/** The levels of a mapping from the outermost, whose path starts at the response, to the records themselves; 1 to 4. */
export function recordLevels(mapping: {
  readonly records: MappingPath;
  readonly recordsAre?: RecordLevel["recordsAre"];
  readonly columns?: RecordLevel["columns"];
  readonly within?: z.infer<typeof withinSchema> | undefined;
}): readonly [RecordLevel, ...RecordLevel[]] {
  const { records, recordsAre, columns, within = [] } = mapping;
  return [{ path: records, recordsAre, columns }, ...(Array.isArray(within) ? within : [within])];
}
