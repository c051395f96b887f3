import { describePayloadStore, manualClock } from "@metricsmith/testkit";
import { describe, expect, it } from "vitest";
import { memoryStorage } from "../src/index.js";

describe("memoryStorage", () => {
  it("is empty each time it is made", async () => {
    const key = { organizationId: "organization", sha256: "0".repeat(64) };
    await memoryStorage().payloads.put({ ...key, body: Uint8Array.of(1) });
    expect(await memoryStorage().payloads.get(key)).toBeNull();
  });

  it("now() follows its clock and stands still when that runs backwards", async () => {
    const clock = manualClock("2026-01-01T00:00:00Z");
    const storage = memoryStorage({ clock });
    expect(await storage.now()).toEqual(new Date("2026-01-01T00:00:00Z"));
    clock.advance(-5_000);
    expect(await storage.now()).toEqual(new Date("2026-01-01T00:00:00Z"));
    clock.advance(6_000);
    expect(await storage.now()).toEqual(new Date("2026-01-01T00:00:01Z"));
  });

  it("stamps payload bodies by the same clock", async () => {
    const clock = manualClock("2026-01-01T00:00:00Z");
    const { payloads } = memoryStorage({ clock });
    const key = { organizationId: "organization", sha256: "0".repeat(64) };
    await payloads.put({ ...key, body: Uint8Array.of(1) });
    clock.advance(1_000);
    await payloads.put({ ...key, body: Uint8Array.of(1) });
    const listed = await payloads.list({ putBefore: new Date("2027-01-01T00:00:00Z"), limit: 10 });
    expect(listed).toEqual([{ ...key, putAt: new Date("2026-01-01T00:00:01Z") }]);
  });

  it("close() forgets nothing", async () => {
    const storage = memoryStorage();
    const key = { organizationId: "organization", sha256: "0".repeat(64) };
    await storage.payloads.put({ ...key, body: Uint8Array.of(1) });
    await storage.close();
    expect(await storage.payloads.get(key)).toEqual(Uint8Array.of(1));
  });
});

// Storage for bodies alone, as for a host that keeps its rows elsewhere.
describePayloadStore({ runner: { describe, it }, name: "memory", create: async () => memoryStorage().payloads });
