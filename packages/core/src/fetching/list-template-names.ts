import type { RequestDefinition } from "../ports/fetching.js";
import { type JsonValue, isJsonObject } from "../util/json.js";
import { type TemplateToken, tokenizeTemplate } from "./template-text.js";

/** Names of every `{PLACEHOLDER}` of a request, each once, in order of appearance: the keys `endpointConfig` must have. */
export function listPlaceholders(request: RequestDefinition): string[] {
  return listNames(request, "placeholder");
}

/** Dotted names of every `{{variable}}` of a request, each once, in order of appearance. */
export function listVariables(request: RequestDefinition): string[] {
  return listNames(request, "variable");
}

function listNames(request: RequestDefinition, type: Exclude<TemplateToken["type"], "text">): string[] {
  const names = new Set<string>();
  for (const text of textsOf([request.endpoint, request.headers, request.query, request.body])) {
    for (const token of tokenizeTemplate(text)) if (token.type === type) names.add(token.name);
  }
  return [...names];
}

function textsOf(value: JsonValue | undefined | readonly (JsonValue | undefined)[]): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap((item: JsonValue | undefined) => textsOf(item));
  return isJsonObject(value) ? Object.values(value).flatMap((item) => textsOf(item)) : [];
}
