import { type TemplateValues, fillText, fillValue } from "./fill-template.js";
import { type FetchFailure, invalidRequest } from "./fetch-failure.js";
import { tokenizeTemplate } from "./template-text.js";

const FIELD = "endpoint";

/**
 * The URL of an endpoint template. Values are percent-encoded, so that they cannot add a path segment, leave their
 * directory, or add a query parameter; inside the host they may hold letters, digits, dots and hyphens only.
 *
 * A variable at the very start may hold the first part of the URL, as in `{{base_url}}/repos`: variables come from the
 * host app. A placeholder may not, since users fill those in.
 *
 * @throws {FetchFailure} FETCH_CONFIG_INVALID
 */
export function endpointUrl(endpoint: string, values: TemplateValues): URL {
  const { base, rest } = splitBase(endpoint, values);
  const [, authority = "", path = "", query = ""] = /^([^/?#]*)([^?#]*)(\?[^#]*)?/.exec(rest) ?? [];
  // URL parsers read a backslash as a slash and drop the others, so a `..` in a value could still leave its directory.
  if (/[\\\p{Cc}]|^\s|\s$/u.test(authority + path)) {
    throw invalidRequest(FIELD, "holds a backslash, a control character or spaces around it");
  }
  const text = [
    base,
    fillText(authority, FIELD, values, encodeHostPart),
    path
      .split("/")
      .map((segment) => pathSegment(segment, values))
      .join("/"),
    fillText(query, FIELD, values, encodeComponent),
  ].join("");
  return parseHttpUrl(text, invalidRequest);
}

/**
 * Parses an absolute `http:` or `https:` URL and drops its fragment. `fail` makes the error from the field and what is
 * wrong with it; neither holds the URL.
 */
export function parseHttpUrl(text: string, fail: (field: string, problem: string) => FetchFailure, base?: URL): URL {
  if (!URL.canParse(text, base?.href)) throw fail(FIELD, "is not a valid URL");
  const url = new URL(text, base);
  if (url.protocol !== "https:" && url.protocol !== "http:") {
    throw fail(FIELD, `has the protocol ${url.protocol}, but only https: and http: can be read`);
  }
  if (url.username !== "" || url.password !== "") {
    throw fail(FIELD, "holds a user name or password; use a connection instead");
  }
  url.hash = "";
  return url;
}

/** The scheme with its slashes, or the filled-in variable at the start; and the template that follows. */
function splitBase(endpoint: string, values: TemplateValues): { base: string; rest: string } {
  // Placeholders and variables that were meant as such must not reach the API as text.
  const literals = tokenizeTemplate(endpoint).map((token) => (token.type === "text" ? token.text : ""));
  if (/[{}]/.test(literals.join(""))) {
    throw invalidRequest(FIELD, "holds a brace that belongs to no {PLACEHOLDER} (upper case) or {{variable}}");
  }
  const scheme = /^https?:\/\//i.exec(endpoint)?.[0];
  if (scheme !== undefined) return { base: scheme, rest: endpoint.slice(scheme.length) };
  const variable = /^\{\{[^{}]*\}\}(?=[/?#]|$)/.exec(endpoint)?.[0];
  if (variable === undefined) throw invalidRequest(FIELD, "must start with https:// or http://");
  const base = fillValue(variable, FIELD, values);
  if (typeof base !== "string" || !/^https?:\/\/[^?#\s]+$/i.test(base)) {
    throw invalidRequest(FIELD, `${variable} must be an absolute URL without query or fragment`);
  }
  return { base: base.replace(/\/+$/, ""), rest: endpoint.slice(variable.length) };
}

function pathSegment(template: string, values: TemplateValues): string {
  const segment = fillText(template, FIELD, values, encodeComponent);
  // URL parsers resolve `..` also in its percent-encoded form.
  if (segment !== template && /^(\.|%2e){0,2}$/i.test(segment)) {
    throw invalidRequest(FIELD, `${template} must not be empty, "." or ".."`);
  }
  return segment;
}

function encodeHostPart(value: string): string {
  if (/^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(value)) return value;
  throw invalidRequest(FIELD, "a value inside the host may hold letters, digits, dots and hyphens only");
}

function encodeComponent(value: string): string {
  try {
    return encodeURIComponent(value);
  } catch {
    throw invalidRequest(FIELD, "a value holds half a surrogate pair and cannot be encoded");
  }
}

/** A copy of the URL with `name=value` pairs, already encoded, behind its query, which stays as it is written. */
export function appendQuery(url: URL, pairs: readonly string[]): URL {
  const appended = new URL(url);
  if (pairs.length > 0) appended.search = [...(url.search === "" ? [] : [url.search.slice(1)]), ...pairs].join("&");
  return appended;
}
