import { type CodeHelpers, codeHelper } from "./code-helper.js";

/**
 * Read parallel arrays and rows of cells as records: `{ length, recordAt(index) }`. Records have no prototype, so that a column may
 * have any name.
 */
export const tableHelpers: CodeHelpers = {
  columnsAt: codeHelper(
    ["objectAt", "own", "show"],
    String.raw`
// Record i holds each column's i-th item. Only the columns that are read have to fit together; null reads all arrays.
function columnsAt(value, path, read) {
  const columns = objectAt(value, path);
  const names = (read ?? Object.keys(columns)).filter((name) => Array.isArray(own(columns, name)));
  if (names.length === 0) {
    const expected = read === null ? "none is there" : "none is at " + read.map(show).join(", ");
    throw new Error("The records at " + path + " should be parallel arrays but " + expected);
  }
  const length = columns[names[0]].length;
  if (names.some((name) => columns[name].length !== length)) {
    const lengths = names.slice(0, 20).map((name) => show(name) + " has " + columns[name].length);
    throw new Error("The columns at " + path + " differ in length: " + lengths.join(", "));
  }
  function recordAt(index) {
    const record = Object.create(null);
    for (const name of names) record[name] = columns[name][index];
    return record;
  }
  return { length, recordAt };
}`,
  ),

  rowsAt: codeHelper(
    ["arrayAt", "columnNames", "rowRecords"],
    String.raw`
function rowsAt(value, path, header, headerPath, read, nameOf) {
  const rows = arrayAt(value, path);
  return rows.length === 0 ? rows : rowRecords(rows, path, columnNames(header, headerPath, read, nameOf));
}`,
  ),

  tableAt: codeHelper(
    ["arrayAt", "columnNames", "rowRecords"],
    String.raw`
// The first row holds the names of the columns.
function tableAt(value, path, read) {
  const table = arrayAt(value, path);
  return table.length === 0 ? table : rowRecords(table.slice(1), path, columnNames(table[0], "the first row of " + path, read));
}`,
  ),

  columnNames: codeHelper(
    ["show"],
    String.raw`
function columnNames(header, path, read, nameOf) {
  if (!Array.isArray(header)) throw new Error("The names of columns at " + path + " should be an array but are " + show(header));
  const names = header.map((column, position) => {
    const name = nameOf === undefined ? column : nameOf(column);
    if (typeof name === "string" || typeof name === "number") return String(name);
    throw new Error("The name of column " + position + " at " + path + " should be a text but is " + show(name));
  });
  const twice = names.find((name, position) => names.indexOf(name) < position && (read === null || read.includes(name)));
  if (twice !== undefined) throw new Error("Two columns at " + path + " are called " + show(twice));
  return names;
}`,
  ),

  rowRecords: codeHelper(
    ["show"],
    String.raw`
function rowRecords(rows, path, names) {
  function recordAt(index) {
    const row = rows[index];
    if (!Array.isArray(row)) throw new Error("Row " + index + " at " + path + " should be an array of cells but is " + show(row));
    if (row.length !== names.length) {
      throw new Error("Row " + index + " at " + path + " has " + row.length + " cells for " + names.length + " columns: " + show(row));
    }
    const record = Object.create(null);
    for (let position = 0; position < names.length; position++) record[names[position]] = row[position];
    return record;
  }
  return { length: rows.length, recordAt };
}`,
  ),
};
