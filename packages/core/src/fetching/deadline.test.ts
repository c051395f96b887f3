import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createDeadline } from "./deadline.js";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = new Promise<never>(() => {});

describe("createDeadline", () => {
  it("ends an operation that does not listen, when the time is up", async () => {
    const deadline = createDeadline(new AbortController().signal, 1_000);
    const raced = expect(deadline.race(never)).rejects.toMatchObject({ name: "TimeoutError" });
    vi.advanceTimersByTime(999);
    expect(deadline.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    await raced;
    expect(deadline.isTimedOut()).toBe(true);
    expect(deadline.signal.aborted).toBe(true);
  });

  it("ends an operation with the caller's reason, which is no time-out", async () => {
    const caller = new AbortController();
    const deadline = createDeadline(caller.signal, 1_000);
    const raced = expect(deadline.race(never)).rejects.toBe("stop");
    caller.abort("stop");
    await raced;
    expect(deadline.isTimedOut()).toBe(false);
  });

  it("is over at once when the caller aborted before", async () => {
    const deadline = createDeadline(AbortSignal.abort("stop"), 1_000);
    expect(deadline.signal.aborted).toBe(true);
    await expect(deadline.race(never)).rejects.toBe("stop");
    deadline.dispose();
  });

  it("leaves no timer and no listener behind", async () => {
    const caller = new AbortController();
    const deadline = createDeadline(caller.signal, 1_000);
    expect(await deadline.race(Promise.resolve("done"))).toBe("done");
    expect(deadline.remainingMs()).toBe(1_000);
    deadline.dispose();
    expect(vi.getTimerCount()).toBe(0);
    caller.abort();
    expect(deadline.signal.aborted).toBe(false);
  });
});
