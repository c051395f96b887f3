import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface SqliteProcess {
  readonly processId: number;
  /** What the process answers: the task when it is done, else the error's code. */
  ask(task: "use" | "close" | "upsert"): Promise<string>;
  /** Ends it with SIGKILL and waits until it is gone. */
  kill(): Promise<void>;
}

/** Starts a process that opens the storage on the file. */
export async function startSqliteProcess(file: string): Promise<SqliteProcess> {
  const child = fork(fileURLToPath(new URL("sqlite-process.ts", import.meta.url)), [file], {
    execArgv: ["--import", "tsx", "--conditions=@metricsmith/source"],
  });
  await nextMessage(child);
  return {
    processId: child.pid ?? 0,
    ask: (task) => {
      const answer = nextMessage(child);
      child.send(task);
      return answer;
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exit = once(child, "exit");
      child.kill("SIGKILL");
      await exit;
    },
  };
}

async function nextMessage(child: ChildProcess): Promise<string> {
  const waiting = new AbortController();
  const exit = once(child, "exit", { signal: waiting.signal }).then(([code, signal]) => {
    throw new Error(`The process ended with ${String(code ?? signal)} instead of an answer.`);
  });
  try {
    const [message] = (await Promise.race([once(child, "message", { signal: waiting.signal }), exit])) as [string];
    return message;
  } finally {
    exit.catch(() => undefined);
    waiting.abort();
  }
}
