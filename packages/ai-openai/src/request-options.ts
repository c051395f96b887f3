import type { ModelRequest } from "@metricsmith/core/adapter";
import type { OpenAI } from "openai";

type RequestOptions = NonNullable<Parameters<OpenAI["chat"]["completions"]["create"]>[1]>;

/** One try, ended by the signal. The SDK's own limit, which does not count the body, stays out of the way. */
export function requestOptions({ timeoutMs }: ModelRequest, signal: AbortSignal): RequestOptions {
  return { maxRetries: 0, signal, timeout: Math.min(Math.ceil(timeoutMs) + 60_000, 2_147_483_647) };
}

/** The name as OpenAI takes one. */
export function schemaName({ name }: ModelRequest["answer"]): string {
  return name.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64) || "answer";
}
