import { CsvError, parse } from "csv-parse/sync";
import { FetchFailure } from "./fetch-failure.js";

/** More than five times of what a response may have; a sandbox could not take it. */
const MAXIMUM_JSON_BYTES = 134_217_728;
const FLUSH_LENGTH = 1_048_576;
const MAXIMUM_LINES = 1_000_000;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * CSV as the UTF-8 bytes of a JSON array with one object a row, keyed by the header line. All cells are texts; an empty
 * cell is a missing key, so that `Number(row.x)` is NaN and not 0. Empty lines are skipped.
 *
 * The delimiter is a comma; a header line without any comma may use semicolons or tabs instead.
 *
 * @throws {FetchFailure} FETCH_MALFORMED when a quote is wrong, two columns share a name, or a row has another number of
 * cells than the header; FETCH_TOO_LARGE above a million lines or 128 MB of JSON
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function csvToJson(body: Uint8Array): Buffer {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  assertLines(buffer);
  const [header, ...rows] = parseCsv(buffer);
  if (header === undefined) throw malformed("has no header line");
  const keys = keysOf(header);
  const output = createOutput();
  for (const cells of rows) output.add(rowText(keys, cells));
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

/** Rows are held as arrays of texts, which take a hundred times the memory of a line with one letter. */
function assertLines(body: Buffer): void {
  let lines = 0;
  for (let at = body.indexOf(LINE_FEED); at !== -1; at = body.indexOf(LINE_FEED, at + 1)) lines++;
  for (let at = body.indexOf(CARRIAGE_RETURN); at !== -1; at = body.indexOf(CARRIAGE_RETURN, at + 1)) {
    if (body[at + 1] !== LINE_FEED) lines++;
  }
  if (lines > MAXIMUM_LINES) throw tooLarge(`has ${lines} lines, more than ${MAXIMUM_LINES}`);
}

/** Bytes of a JSON array. Every row repeats the header, so that a small CSV could fill the memory without a limit. */
function createOutput(): { add(item: string): void; end(): Buffer } {
  const chunks: Buffer[] = [];
  let bytes = 0;
  let text = "[";
  const flush = (): void => {
    const chunk = Buffer.from(text, "utf8");
    bytes += chunk.length;
    if (bytes > MAXIMUM_JSON_BYTES) throw tooLarge(`is larger than ${MAXIMUM_JSON_BYTES} bytes as JSON`);
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

function tooLarge(problem: string): FetchFailure {
  return new FetchFailure(`the CSV ${problem}; ask for fewer rows or columns`, { code: "FETCH_TOO_LARGE" });
}
