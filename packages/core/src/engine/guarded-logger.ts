import type { Logger } from "../ports/logger.js";

type Log = Logger["info"];

/** The host's logger, of which neither an exception nor a rejection changes what the library does. */
export function guardedLogger(logger: Logger): Logger {
  const guarded =
    (level: keyof Logger): Log =>
    (message, details) => {
      try {
        const answer: unknown = logger[level](message, details);
        if (answer instanceof Promise) answer.catch(() => undefined);
      } catch {
        // There is nobody left to tell.
      }
    };
  return { debug: guarded("debug"), info: guarded("info"), warn: guarded("warn"), error: guarded("error") };
}
