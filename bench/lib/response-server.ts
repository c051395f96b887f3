import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

export interface ResponseServer {
  /** `GET {origin}/{records}` answers with that many records. */
  readonly origin: string;
  close(): void;
}

/** A server in a process of its own, so that what it does is not measured. */
export async function startResponseServer(): Promise<ResponseServer> {
  const child = fork(fileURLToPath(new URL("./response-server-process.mjs", import.meta.url)), [], { execArgv: [] });
  const port = await new Promise<number>((resolve, reject) => {
    child.once("message", (message) => resolve(Number(message)));
    child.once("error", reject);
  });
  return { origin: `http://127.0.0.1:${port}`, close: () => void child.kill() };
}
