import type { FetchInput } from "../ports/fetching.js";
import { type JsonValue, isJsonObject } from "../util/json.js";
import { invalidRequest } from "./fetch-failure.js";
import { type TemplateToken, tokenizeTemplate } from "./template-text.js";

/** What `{NAME}` and `{{name}}` stand for. */
export type TemplateValues = Pick<FetchInput, "endpointConfig" | "variables">;

/**
 * Fills in every text of a JSON value; keys are left alone. A text that is wholly one placeholder or variable becomes its
 * value with its type. `field` names the value in errors, such as `body` or `query.since`.
 *
 * @throws {FetchFailure} FETCH_CONFIG_INVALID when a name is unknown, or a list, object or `null` is put inside a text
 */
export function fillValue(template: JsonValue, field: string, values: TemplateValues): JsonValue {
  if (typeof template === "string") {
    const [first, ...rest] = tokenizeTemplate(template);
    if (first !== undefined && rest.length === 0) return valueOf(first, field, values);
    return fillText(template, field, values);
  }
  if (Array.isArray(template)) {
    return template.map((item: JsonValue, index) => fillValue(item, `${field}[${index}]`, values));
  }
  if (!isJsonObject(template)) return template;
  const members = Object.entries(template).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, fillValue(value, `${field}.${key}`, values)] as const],
  );
  return Object.fromEntries(members);
}

/** Fills in one text; `encode` is applied to the values, not to the text around them. @throws as `fillValue` */
export function fillText(
  template: string,
  field: string,
  values: TemplateValues,
  encode: (value: string) => string = (value) => value,
): string {
  return tokenizeTemplate(template)
    .map((token) => (token.type === "text" ? token.text : encode(scalarOf(token, field, values))))
    .join("");
}

function scalarOf(token: TemplateToken, field: string, values: TemplateValues): string {
  const value = valueOf(token, field, values);
  if (value !== null && typeof value !== "object") return String(value);
  const kind = value === null ? "null" : Array.isArray(value) ? "a list" : "an object";
  throw invalidRequest(field, `${describe(token)} is ${kind}, which cannot be written into a text`);
}

function valueOf(token: TemplateToken, field: string, values: TemplateValues): JsonValue {
  if (token.type === "text") return token.text;
  const known = token.type === "placeholder" ? values.endpointConfig : values.variables;
  const path = token.type === "placeholder" ? [token.name] : token.name.split(".");
  let value: JsonValue = known;
  for (const [depth, key] of path.entries()) {
    const next = memberOf(value, key);
    if (next === undefined) {
      const siblings = namesIn(value).map((name) => [...path.slice(0, depth), name].join("."));
      throw invalidRequest(field, `unknown ${token.type} ${describe(token)}; ${knownNames(token, siblings)}`);
    }
    value = next;
  }
  return value;
}

function memberOf(value: JsonValue, key: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^\d+$/.test(key) ? (value as readonly JsonValue[])[Number(key)] : undefined;
  return isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function namesIn(value: JsonValue): string[] {
  return isJsonObject(value) ? Object.keys(value).filter((key) => value[key] !== undefined) : [];
}

function describe(token: TemplateToken): string {
  if (token.type === "text") return token.text;
  return token.type === "placeholder" ? `{${token.name}}` : `{{${token.name}}}`;
}

function knownNames(token: TemplateToken, names: readonly string[]): string {
  const shown = names.length === 0 ? "none" : names.slice(0, 20).join(", ") + (names.length > 20 ? ", …" : "");
  return token.type === "placeholder" ? `keys of endpointConfig are ${shown}` : `known are ${shown}`;
}
