import type { SandboxLimits } from "../../ports/sandbox.js";
import type { SandboxFailure } from "../job.js";
import { memoryFailure } from "../transform-failures.js";

/** The file name that the code has inside; `explainThrown` finds its lines by it. */
export const codeFileName = "transform.js";
export const inputFileName = "<input>";

/** What was going on: reading the input, loading the code, running it, or reading its result. */
export type JobStage = "input" | "load" | "run" | "result";

/** Something thrown by guest code, as guest code describes it. */
export interface Thrown {
  readonly stage: JobStage;
  /** `""` when no object was thrown. */
  readonly name: string;
  readonly message: string;
  readonly stack: string;
  /** The memory could not grow any more. */
  readonly isAtMemoryLimit: boolean;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

const missingGlobals = new Set([
  "Buffer",
  "Intl",
  "TextDecoder",
  "TextEncoder",
  "URL",
  "URLSearchParams",
  "XMLHttpRequest",
  "exports",
  "fetch",
  "global",
  "module",
  "process",
  "require",
  "setInterval",
  "setTimeout",
  "window",
]);

function findPlace(stack: string, fileName: string): Place | null {
  const start = stack.indexOf(`${fileName}:`);
  if (start === -1) return null;
  const match = /^:(\d{1,9})(?::(\d{1,9}))?/.exec(stack.slice(start + fileName.length));
  return match === null ? null : { line: Number(match[1]), column: Number(match[2] ?? 1) };
}

function describe(name: string, message: string): string {
  if (name === "") return message === "" ? "an error" : `\`${message}\``;
  return message === "" ? name : `${name}: ${message}`;
}

function hint(name: string, message: string): string {
  const missing = name === "ReferenceError" ? /^'?([A-Za-z]+)'? is not defined/.exec(message)?.[1] : undefined;
  if (missing !== undefined && missingGlobals.has(missing)) {
    return `\`${missing}\` does not exist in the sandbox, which gives code its data and nothing else. Do without it.`;
  }
  if (/^stack overflow|call stack/.test(message))
    return "It calls itself without an end, or its data is nested too deeply. Use a loop.";
  return "Correct the code.";
}

/** Foreign text for a message: nothing in it moves a terminal's cursor, ends a line of a log or cannot be stored. */
function withoutControls(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, " ").replace(/\p{Surrogate}/gu, "\uFFFD");
}

/** The failure that something thrown in the guest amounts to. */
export function explainThrown(thrown: Thrown, limits: SandboxLimits): SandboxFailure {
  const { stage, stack } = thrown;
  const [name, message] = [withoutControls(thrown.name), withoutControls(thrown.message)];
  // Out of memory, QuickJS throws `null` when there is no room for an error object.
  const isOutOfMemory =
    (name === "InternalError" && message === "out of memory") ||
    (thrown.isAtMemoryLimit && name === "" && message === "null");
  if (isOutOfMemory) return memoryFailure(limits);

  if (stage === "input") {
    const place = findPlace(stack, inputFileName);
    const at = place === null ? "" : ` (line ${place.line}, column ${place.column})`;
    const problem = name === "InternalError" ? "is JSON that is nested too deeply" : "is not valid JSON";
    return {
      code: "FETCH_MALFORMED",
      message: `The data for transform ${problem}${at}. Check the response and the request's \`format\`.`,
      details: { ...place },
    };
  }

  const place = findPlace(stack, codeFileName);
  const at = place === null ? "" : ` (line ${place.line}, column ${place.column})`;
  const details = { ...place, thrown: name };
  if (stage === "load" && message.startsWith("could not load module")) {
    return {
      code: "TRANSFORM_SYNTAX",
      message: `The code imports a module, which the sandbox does not allow: ${message}. Remove the import and write what it does.`,
      details,
    };
  }
  if (stage === "load" && name === "SyntaxError") {
    return { code: "TRANSFORM_SYNTAX", message: `The code does not load: ${message}${at}. Correct it there.`, details };
  }
  if (stage === "load") {
    return {
      code: "TRANSFORM_FAILED",
      message: `The code threw ${describe(name, message)} while loading${at}. ${hint(name, message)}`,
      details,
    };
  }
  if (stage === "result") {
    return {
      code: "TRANSFORM_CONTRACT",
      message: `What transform returned cannot be read as JSON: ${describe(name, message)}${at}. Return plain data.`,
      details,
    };
  }
  return {
    code: "TRANSFORM_FAILED",
    message: `transform threw ${describe(name, message)}${at}. ${hint(name, message)}`,
    details,
  };
}
