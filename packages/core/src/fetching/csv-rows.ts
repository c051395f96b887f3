import { CsvError, parse } from "csv-parse/sync";
import { FetchFailure } from "./fetch-failure.js";

/**
 * CSV as the UTF-8 bytes of a JSON array with one object a row, keyed by the header line. All cells are texts; an empty
 * cell is a missing key, so that `Number(row.x)` is NaN and not 0. Empty lines are skipped.
 *
 * The delimiter is a comma; a header line without any comma may use semicolons or tabs instead.
 *
 * @throws {FetchFailure} FETCH_MALFORMED when a quote is wrong, two columns share a name, or a row has another number of
 * cells than the header
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvToJson(body: Uint8Array): Buffer {
  const [header, ...rows] = parseCsv(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
  if (header === undefined) throw malformed("has no header line");
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw malformed("has two columns of the same name in line 1");
  const keys = header.map((name) => `${JSON.stringify(name)}:`);
  const objects = rows.map((cells) => {
    const members = cells.flatMap((cell, index) =>
      cell === "" ? [] : [`${keys[index] ?? ""}${JSON.stringify(cell)}`],
    );
    return `{${members.join(",")}}`;
  });
  return Buffer.from(`[${objects.join(",")}]`, "utf8");
}

function parseCsv(body: Buffer): string[][] {
  try {
    return parse(body, {
      bom: true,
      delimiter: delimiterOf(body),
      // Exports that were edited by hand mix line ends; left to itself the parser expects the first kind throughout.
      record_delimiter: ["\r\n", "\n", "\r"],
      skip_empty_lines: true,
    });
  } catch (error) {
    // The parser's own message quotes the cell, so it is not kept as a cause.
    if (error instanceof CsvError) throw malformed(`${problemOf(error)} in line ${String(error["lines"])}`);
    throw error;
  }
}

function delimiterOf(body: Buffer): string {
  const lineEnd = body.findIndex((byte) => byte === 0x0a || byte === 0x0d);
  const header = body.toString("utf8", 0, lineEnd === -1 ? body.length : lineEnd).replaceAll(/"[^"]*"/g, "");
  return [",", ";", "\t"].find((delimiter) => header.includes(delimiter)) ?? ",";
}

function problemOf(error: CsvError): string {
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_FIELDS_LENGTH":
      return "has another number of cells than the header";
    case "CSV_QUOTE_NOT_CLOSED":
      return "has a quote that is never closed";
    default:
      return "has a misplaced quote";
  }
}

function malformed(problem: string): FetchFailure {
  return new FetchFailure(`the CSV ${problem}`, { code: "FETCH_MALFORMED" });
}
