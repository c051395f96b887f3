import assert from "node:assert/strict";
import { inspect } from "node:util";

/**
 * What no error may hold. They share no part with anything else that a client sends. The answer is short, because V8 quotes the
 * first ten characters of what it cannot parse.
 */
export const secrets = {
  key: "sk-k3y9Zq7vXw2mTb8n",
  prompt: "pr0mpt-Hq4Yt6Lm2Rz",
  answer: "Wd8Jc5Nx1P",
} as const;

/** Fails when the error shows a secret anywhere: to a person who reads it, to a logger, or in what it holds on to. */
export function assertNoSecrets(error: unknown): void {
  for (const [where, text] of shownBy(error)) {
    for (const [name, secret] of Object.entries(secrets)) {
      assert.ok(!text.includes(secret), `the ${name} stands in the error's ${where}`);
    }
  }
}

function shownBy(error: unknown): (readonly [where: string, text: string])[] {
  const shown: (readonly [string, string])[] = [];
  let part = error;
  for (let depth = 0; part instanceof Error && depth < 10; depth++) {
    const prefix = "cause's ".repeat(depth);
    shown.push([`${prefix}message`, part.message], [`${prefix}stack`, part.stack ?? ""]);
    shown.push([`${prefix}JSON`, JSON.stringify(part, Object.getOwnPropertyNames(part)) ?? ""]);
    part = part.cause;
  }
  shown.push([
    "inspection",
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, maxStringLength: null }),
  ]);
  shown.push(["JSON", JSON.stringify(error) ?? ""]);
  return shown;
}
