import type { EndpointConfig } from "../../metrics/metric.js";
import { isSecretMember } from "./masking/mask-detectors.js";

const LEAST_LENGTH = 4;
const WORD = "[\\p{L}\\p{N}_]";

/** Values of parameters that are secrets by their name or form. */
export function secretParameters(endpointConfig: EndpointConfig): string[] {
  return Object.entries(endpointConfig).flatMap(([name, value]) =>
    typeof value === "string" && isSecretMember(name, value) ? [value] : [],
  );
}

/**
 * The text with every value of a parameter written as its placeholder, such as `{OWNER}`: what code throws may quote them. Very short
 * values, and what the response shows by itself, stay.
 */
export function hideParameters(text: string, endpointConfig: EndpointConfig, shown: string): string {
  const values = Object.entries(endpointConfig)
    .map(([name, value]) => [name, String(value)] as const)
    .filter(([, value]) => value.length >= LEAST_LENGTH && !shown.includes(value))
    .sort(([, left], [, right]) => right.length - left.length);
  return values.reduce((result, [name, value]) => {
    const pattern = new RegExp(`(?<!${WORD})${escapePattern(value)}(?!${WORD})`, "gu");
    return result.replace(pattern, () => `{${name}}`);
  }, text);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
