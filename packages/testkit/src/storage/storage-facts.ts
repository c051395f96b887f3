import assert from "node:assert/strict";
import type { StorageSuite } from "./storage-suite.js";

/** What a storage says of itself, its clock and, where each test has a storage that is closed behind it, its end. */
export function describeStorageFacts(
  { describe, it }: StorageSuite,
  { isClosedAfterEach }: { readonly isClosedAfterEach: boolean },
): void {
  describe("the storage itself", () => {
    it("names its version, itself and who sees its data", async ({ storage }) => {
      assert.equal(storage.specVersion, 1);
      assert.ok(typeof storage.adapterId === "string" && storage.adapterId !== "", "adapterId names nothing");
      assert.ok(["one", "many"].includes(storage.capabilities.processes));
    });

    it("now() never runs backwards", async ({ storage }) => {
      const readings = [
        await storage.now(),
        ...(await Promise.all([storage.now(), storage.now()])),
        await storage.now(),
      ];
      const milliseconds = readings.map((reading) => reading.getTime());
      assert.ok(milliseconds.every(Number.isInteger), "now() is no time in whole milliseconds");
      assert.ok((milliseconds[0] ?? 0) <= (milliseconds[3] ?? 0), "now() ran backwards");
    });

    it("now() hands out copies", async ({ storage }) => {
      const first = await storage.now();
      first.setTime(0);
      assert.ok((await storage.now()).getTime() > 0);
    });

    if (isClosedAfterEach) {
      it("close() may be called again", async ({ storage }) => {
        await storage.close();
        await storage.close();
      });
    }
  });
}
