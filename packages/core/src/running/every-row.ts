import type { FindInput, Position, RecordStore } from "../ports/storage.js";
import type { RowOf, TableName } from "../records/tables.js";

const pageSize = 500;

/** Every matching row by (`createdAt`, `id`), read in pages. */
export async function* everyRow<Table extends TableName>(
  records: Pick<RecordStore, "find">,
  input: Pick<FindInput<Table>, "table" | "where">,
): AsyncGenerator<RowOf<Table>, void, void> {
  let after: Position | undefined;
  while (true) {
    const page: RowOf<Table>[] = await records.find({ ...input, after, limit: pageSize });
    yield* page;
    if (page.length < pageSize) return;
    after = page.at(-1);
  }
}
