import type { QuickJSHandle } from "quickjs-emscripten-core";
import type { GuestSession } from "./guest-session.js";
import { bareExport, bareFileName, codeFileName } from "./explain-thrown.js";
import { JobFailure } from "./job-failure.js";

const declaredName = "metricsmithTransform";

function findFunction(session: GuestSession, namespace: QuickJSHandle): QuickJSHandle | null {
  for (const name of ["transform", "default", declaredName]) {
    const candidate = session.property(namespace, name);
    if (session.kindOf(candidate) === "function") return candidate;
  }
  return null;
}

function evaluateSettled(session: GuestSession, code: string, fileName: string): QuickJSHandle {
  return session.settle(session.evaluateModule(code, fileName), "load");
}

/** Without the semicolons and spaces at its end. Not by a pattern, which begins anew at each space of a long run. */
function withoutEnd(code: string): string {
  let rest = code.trimEnd();
  while (rest.endsWith(";")) rest = rest.slice(0, -1).trimEnd();
  return rest;
}

/**
 * Evaluates code without types as a module: its export `transform`, else its default export, else what it declares as
 * `transform`, else the function that it consists of.
 *
 * @throws {JobFailure}
 */
export function loadTransform(session: GuestSession, code: string): QuickJSHandle {
  const declared = `\n;export const ${declaredName} = typeof transform === "function" ? transform : undefined;`;
  const transform = findFunction(session, evaluateSettled(session, code + declared, codeFileName));
  if (transform !== null) return transform;
  if (/^\s*(?:async\b\s*)?(?:\(|[\w$]+\s*=>)/.test(code)) {
    const exported = `${bareExport}${withoutEnd(code)}\n)`;
    const bare = findFunction(session, evaluateSettled(session, exported, bareFileName));
    if (bare !== null) return bare;
  }
  throw new JobFailure({
    code: "TRANSFORM_CONTRACT",
    message:
      "The code has no function `transform`. Write `export function transform(input, argument, context) { ... }`.",
  });
}
