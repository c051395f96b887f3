import { describe, expect, it } from "vitest";
import type { Logger } from "../ports/logger.js";
import { guardedLogger } from "./guarded-logger.js";

function loggerOf(log: () => unknown): Logger {
  return { debug: log, info: log, warn: log, error: log };
}

describe("guardedLogger", () => {
  it.each(["debug", "info", "warn", "error"] as const)("hands %s on as it is", (level) => {
    const heard: unknown[] = [];
    guardedLogger({ ...loggerOf(() => undefined), [level]: (...line: unknown[]) => void heard.push(line) })[level](
      "It is on.",
      { runId: "1" },
    );
    expect(heard).toEqual([["It is on.", { runId: "1" }]]);
  });

  it("swallows what the logger throws, at once or later", async () => {
    const throwing = loggerOf(() => {
      throw new Error("unwell");
    });
    const rejecting = loggerOf((): unknown => Promise.reject(new Error("unwell")));
    expect(() => guardedLogger(throwing).error("x")).not.toThrow();
    expect(() => guardedLogger(rejecting).error("x")).not.toThrow();
    await new Promise((resolve) => void setImmediate(resolve));
  });

  it("keeps `this` of a logger that is a class", () => {
    class Counting {
      lines = 0;
      info(): void {
        this.lines++;
      }
      debug(): void {
        this.lines++;
      }
      warn(): void {
        this.lines++;
      }
      error(): void {
        this.lines++;
      }
    }
    const logger = new Counting();
    guardedLogger(logger).warn("x");
    expect(logger.lines).toBe(1);
  });
});
