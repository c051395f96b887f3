import { CsvError, parse } from "csv-parse/sync";
import { FetchFailure } from "./fetch-failure.js";

/** More than five times of what a response may have; a sandbox could not take it. */
const MAXIMUM_JSON_BYTES = 134_217_728;
const FLUSH_LENGTH = 1_048_576;

/**
 * CSV as the UTF-8 bytes of a JSON array with one object a row, keyed by the header line. All cells are texts; an empty
 * cell is a missing key, so that `Number(row.x)` is NaN and not 0. Empty lines are skipped.
 *
 * The delimiter is a comma; a header line without any comma may use semicolons or tabs instead.
 *
 * @throws {FetchFailure} FETCH_MALFORMED when a quote is wrong, two columns share a name, or a row has another number of
 * cells than the header; FETCH_TOO_LARGE above 128 MB of JSON
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvToJson(body: Uint8Array): Buffer {
  let keys: string[] | null = null;
  const output = createOutput();
  parseCsv(Buffer.from(body.buffer, body.byteOffset, body.byteLength), (cells) => {
    if (keys === null) keys = keysOf(cells);
    else output.add(rowText(keys, cells));
  });
  if (keys === null) throw malformed("has no header line");
  return output.end();
}

function keysOf(header: readonly string[]): string[] {
  if (new Set(header).size < header.length) throw malformed("has two columns of the same name in line 1");
  return header.map((name) => `${JSON.stringify(name)}:`);
}

function rowText(keys: readonly string[], cells: readonly string[]): string {
  const members = cells.flatMap((cell, index) => (cell === "" ? [] : [`${keys[index] ?? ""}${JSON.stringify(cell)}`]));
  return `{${members.join(",")}}`;
}

/** Bytes of a JSON array. Every row repeats the header, so that a small CSV could fill the memory without a limit. */
function createOutput(): { add(item: string): void; end(): Buffer } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let text = "[";
  const flush = (): void => {
    const chunk = Buffer.from(text, "utf8");
    bytes += chunk.length;
    if (bytes > MAXIMUM_JSON_BYTES) {
      throw new FetchFailure(`the CSV is larger than ${MAXIMUM_JSON_BYTES} bytes as JSON; ask for fewer rows or columns`, {
        code: "FETCH_TOO_LARGE",
      });
    }
    chunks.push(chunk);
    text = "";
  };
  let isFirst = true;
  return {
    add(item) {
      text += isFirst ? item : `,${item}`;
      isFirst = false;
      if (text.length > FLUSH_LENGTH) flush();
    },
    end() {
      text += "]";
      flush();
      return Buffer.concat(chunks);
    },
  };
}

function parseCsv(body: Buffer, onRow: (cells: string[]) => void): void {
  try {
    parse(body, {
      bom: true,
      delimiter: delimiterOf(body),
      // Exports that were edited by hand mix line ends; left to itself the parser expects the first kind throughout.
      record_delimiter: ["\r\n", "\n", "\r"],
      skip_empty_lines: true,
      // Nothing is kept by the parser itself.
      on_record(cells: string[]) {
        onRow(cells);
        return null;
      },
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
