import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Peak resident memory of a whole process that creates a metric of this many points, in MB. */
export async function peakMemory(origin: string, points: number): Promise<number> {
  const program = fileURLToPath(new URL("./peak-memory-process.mjs", import.meta.url));
  const child = fork(program, [`${origin}/${points}`], { execArgv: [] });
  const measured = await new Promise<{ count: number; peakMb: number }>((resolve, reject) => {
    child.once("message", (message) => resolve(message as { count: number; peakMb: number }));
    child.once("exit", () => reject(new Error("The process ended without a measurement.")));
  });
  if (measured.count !== points) throw new Error(`${measured.count} points were stored instead of ${points}.`);
  return measured.peakMb;
}
