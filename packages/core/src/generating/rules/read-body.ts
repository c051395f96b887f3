import { isJsonObject, type JsonObject, type JsonValue } from "../../util/json.js";
import { repeatedKey } from "./repeated-key.js";

export type BodyReading = { readonly body: JsonValue } | { readonly refusal: string };

/** The parsed response, or why nothing can be inferred from it: it is no data, an error, or says one thing twice. */
export function readBody(payload: Uint8Array): BodyReading {
  const text = new TextDecoder("utf-8", { fatal: false }).decode(payload);
  let body: JsonValue;
  try {
    body = JSON.parse(text) as JsonValue;
  } catch {
    const isPage = /^\s*<(?:!doctype|html|\?xml)/i.test(text);
    return { refusal: isPage ? "The response is a page for people and no data." : "The response is not valid JSON." };
  }
  if (body === null) return { refusal: "The response is null: it holds no data." };
  if (typeof body === "string") {
    const isPage = /<\/?[a-z][^>]*>/i.test(body);
    return {
      refusal: isPage ? "The response is a text of HTML and no data." : "The response is a single text and no data.",
    };
  }
  if (typeof body === "boolean") return { refusal: "The response is a single boolean and no data." };
  if (isJsonObject(body)) {
    const complaint = errorOf(body);
    if (complaint !== null) return { refusal: complaint };
  }
  const repeated = repeatedKey(text);
  if (repeated !== null)
    return {
      refusal: `The response has the key ${JSON.stringify(repeated)} twice in one object, and only one of them can be read.`,
    };
  return { body };
}

/** What an error answered with status 200 says of itself; `null` when the response looks like data. */
function errorOf(body: JsonObject): string | null {
  const keys = Object.keys(body);
  const isPresent = (value: JsonValue | undefined): boolean =>
    value !== undefined &&
    value !== null &&
    value !== false &&
    value !== "" &&
    value !== 0 &&
    !(Array.isArray(value) && value.length === 0) &&
    !(isJsonObject(value) && Object.keys(value).length === 0);
  const hasData = keys.some(
    (key) =>
      !/^(?:errors?|message|messages|status|code|detail|details|title|type|path|timestamp|request_?id|trace_?id|success|ok|documentation_url|statusCode|reason|fault|instance|data|result|results)$/i.test(
        key,
      ) ||
      (/^(?:data|results?)$/i.test(key) && isPresent(body[key])),
  );
  if (hasData) return null;
  for (const key of ["error", "errors", "fault"]) {
    if (isPresent(body[key])) return `The response is an error and no data: it has "${key}".`;
  }
  const isMessage =
    typeof body["message"] === "string" || typeof body["detail"] === "string" || typeof body["title"] === "string";
  return isMessage && keys.length > 0 ? "The response is a message and no data." : null;
}
