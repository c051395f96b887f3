import type { SandboxLimits } from "../../ports/sandbox.js";
import type { SandboxFailure } from "../job.js";
import { memoryFailure } from "../transform-failures.js";
import type { Place, PreparedCode } from "./prepared-code.js";
import { withoutControls } from "./without-controls.js";

/** The file name that the code has inside; `explainThrown` finds its lines by it. */
export const codeFileName = "transform.js";
/** The same for code that consists of a function without a name, which `bareExport` makes loadable. */
export const bareFileName = "transform-bare.js";
export const bareExport = "export default (";
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
  /** What the code read of its input before, where that was followed. */
  readonly lastRead: LastRead | null;
}

/** Something read from the input: a path such as `items[37].value`, and what stands there in words, such as `null` or `an object`. */
export interface LastRead {
  readonly path: string;
  readonly kind: string;
}

const longestPath = 200;

const missingGlobals = new Set([
  "Buffer",
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
  const match = /^:([1-9]\d{0,8})(?::([1-9]\d{0,8}))?/.exec(stack.slice(start + fileName.length));
  return match === null ? null : { line: Number(match[1]), column: Number(match[2] ?? 1) };
}

/** Where the code threw, in the author's own text. */
function findAuthorsPlace(stack: string, { authorsPlace }: PreparedCode): Place | null {
  const place = findPlace(stack, codeFileName);
  if (place !== null) return authorsPlace(place);
  const barePlace = findPlace(stack, bareFileName);
  if (barePlace === null) return null;
  const { line, column } = barePlace;
  return authorsPlace({ line, column: line === 1 ? Math.max(1, column - bareExport.length) : column });
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

/** Keys of a response can be as long as they like. The end of a path says most. */
function cutPath(path: string): string {
  return path.length > longestPath ? `\u2026${path.slice(-longestPath)}` : path;
}

/** The failure that something thrown in the guest amounts to. */
export function explainThrown(thrown: Thrown, prepared: PreparedCode, limits: SandboxLimits): SandboxFailure {
  const { stage, stack, lastRead } = thrown;
  const [name, message] = [withoutControls(thrown.name), withoutControls(thrown.message)];
  // Out of memory, QuickJS throws `null` when there is no room for an error object; without room for words an error says nothing.
  const isOutOfMemory =
    (name === "InternalError" && message === "out of memory") ||
    (thrown.isAtMemoryLimit && name === "" && (message === "null" || message === ""));
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

  const place = findAuthorsPlace(stack, prepared);
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
  const path = lastRead === null ? "" : withoutControls(cutPath(lastRead.path));
  const after = lastRead === null ? "" : ` after it read \`${path}\`, which is ${lastRead.kind}`;
  return {
    code: "TRANSFORM_FAILED",
    message: `transform threw ${describe(name, message)}${at}${after}. ${hint(name, message)}`,
    details: lastRead === null ? details : { ...details, read: path },
  };
}
