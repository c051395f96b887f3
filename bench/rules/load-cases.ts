import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { csvAsJson } from "./csv-as-json.js";

export type Half = "developed" | "held-out";

export interface CasePoint {
  readonly timestamp: string;
  readonly value: number;
  readonly series?: string | undefined;
}

/** A response with the points that a metric should get from it, as `README.md` says. */
export interface Case {
  /** `provider/name`. */
  readonly id: string;
  readonly metric: {
    readonly name: string;
    readonly kind: "history" | "gauge";
    readonly timezone: string;
    readonly fetchedAt: string;
    readonly endpoint: string;
    readonly format?: "csv" | "json" | undefined;
    readonly measure: {
      readonly value: string;
      readonly time?: string | undefined;
      readonly per?: string | undefined;
      readonly unit?: string | undefined;
      readonly series?: string | undefined;
    };
  };
  /** The response as transformers get it: UTF-8 bytes of JSON. */
  readonly payload: Uint8Array;
  readonly expected: readonly CasePoint[];
  /** Where the response is from; `modelled` on documentation, and so not a real one to the letter. */
  readonly origin: string;
  /** True where the right answer is to ask, or that the metric cannot be had. */
  readonly ask: boolean;
}

interface StoredCase {
  readonly source?: { readonly origin?: string };
  readonly metric: Case["metric"];
  readonly response?: unknown;
  readonly body?: string;
  readonly expected: readonly CasePoint[];
  readonly ask?: boolean;
}

/** The cases of one half, by id. */
export function loadCases(half: Half): Case[] {
  const directory = fileURLToPath(new URL(`responses/${half}/`, import.meta.url));
  const files = readdirSync(directory, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".json"));
  return files.sort().map((file) => {
    const stored = JSON.parse(readFileSync(join(directory, file), "utf8")) as StoredCase;
    const { metric, expected, ask = false, source } = stored;
    const id = file.replace(/\.json$/, "").replaceAll("\\", "/");
    return { id, metric, payload: payloadOf(stored), expected, origin: source?.origin ?? "", ask };
  });
}

function payloadOf({ metric, response, body }: StoredCase): Uint8Array {
  const text = body ?? JSON.stringify(response);
  return new TextEncoder().encode(metric.format === "csv" ? csvAsJson(text) : text);
}
