import type { RequestDefinition } from "../ports/fetching.js";
import { csvToJson } from "./csv-rows.js";
import { FetchFailure, toFetchError } from "./fetch-failure.js";

/**
 * A fetched body as the UTF-8 bytes of JSON that transformers see: the same bytes for `json`; for `csv` an array with one
 * object a row, in which cells are texts and empty cells are missing.
 *
 * @throws {MetricsmithError} FETCH_MALFORMED when a CSV cannot be read, with the line
 */
export function bodyAsJson(body: Uint8Array, format: NonNullable<RequestDefinition["format"]>): Uint8Array {
  if (format === "json") return body;
  try {
    return csvToJson(body);
  } catch (error) {
    if (error instanceof FetchFailure) throw toFetchError(error, { redact: (text) => text, details: {} });
    throw error;
  }
}
