import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A program beside this file, in a process of its own. It must end when it is disconnected. */
export interface ChildProcess {
  /** What the program has written, line by line. */
  readonly lines: readonly string[];
  /** Resolves with the first line that begins so, also when it is there already; rejects when the process ends without one, or in time. */
  line(start: string, limitMs?: number): Promise<string>;
  send(message: string): void;
  /** SIGKILL. Resolves when the process is gone and all it wrote is in `lines`; at once when it is gone already. */
  kill(): Promise<void>;
}

const workspace = fileURLToPath(new URL("../..", import.meta.url));
const builtFiles = ["core", "adapter-memory", "adapter-prisma", "testkit"].map(
  (name) => `packages/${name}/dist/index.js`,
);
const defaultLimitMs = 60_000;

/** Starts a TypeScript program of this folder on the compiled packages. @throws when they are not built */
export function startChild(program: string, argument: unknown): ChildProcess {
  const missing = builtFiles.filter((file) => !existsSync(new URL(`../../${file}`, import.meta.url)));
  if (missing.length > 0) {
    throw new Error(
      `Processes of the crash tests run compiled packages. Run \`pnpm run build\` first: no ${missing.join(", ")}.`,
    );
  }
  const child = fork(fileURLToPath(new URL(program, import.meta.url)), [JSON.stringify(argument)], {
    cwd: workspace,
    execArgv: ["--import", "tsx"],
    env: { ...process.env, NODE_OPTIONS: "" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  let partial = "";
  let problems = "";
  let hasExited = false;
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (partial + text).split("\n");
    partial = parts.pop() ?? "";
    lines.push(...parts);
    for (const look of waiting) look();
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => void (problems += text));
  const exited = new Promise<void>((resolve) => {
    child.once("close", () => {
      hasExited = true;
      for (const look of waiting) look();
      resolve();
    });
  });
  return {
    lines,
    line: (start, limitMs = defaultLimitMs) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => settle(() => reject(failure("did not say in time"))), limitMs);
        const failure = (what: string) =>
          new Error(`${program} ${what} "${start}". Its last line: ${lines.at(-1)}. ${problems}`);
        const settle = (end: () => void): void => {
          clearTimeout(timer);
          waiting.delete(look);
          end();
        };
        const look = (): void => {
          const found = lines.find((line) => line.startsWith(start));
          if (found !== undefined) settle(() => resolve(found));
          else if (hasExited) settle(() => reject(failure("ended without saying")));
        };
        waiting.add(look);
        look();
      }),
    send: (message) => void child.send(message),
    kill: () => {
      if (!hasExited) child.kill("SIGKILL");
      return exited;
    },
  };
}
