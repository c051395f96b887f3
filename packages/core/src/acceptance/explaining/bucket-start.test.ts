import { describe, expect, it } from "vitest";
import { offsetSpans } from "../../util/time-zone.js";
import { bucketOfDate, bucketOfInstant } from "./bucket-start.js";
import { createLocalZone } from "./local-zone.js";
import type { Bucket } from "./plan.js";

const berlin = createLocalZone("Europe/Berlin", offsetSpans("Europe/Berlin", 0, Date.UTC(2030, 0, 1)));

describe("bucketOfInstant", () => {
  it.each<[Bucket, string, string]>([
    ["own", "2026-03-29T22:30:10Z", "2026-03-29T22:30:10.000Z"],
    ["minute", "2026-03-29T22:30:10Z", "2026-03-29T22:30:00.000Z"],
    ["hour", "2026-03-29T22:30:10Z", "2026-03-29T22:00:00.000Z"],
    ["day", "2026-03-29T21:30:00Z", "2026-03-28T23:00:00.000Z"],
    ["day", "2026-03-29T22:30:00Z", "2026-03-29T22:00:00.000Z"],
    ["week", "2026-03-29T22:30:00Z", "2026-03-29T22:00:00.000Z"],
    ["month", "2026-03-31T22:30:00Z", "2026-03-31T22:00:00.000Z"],
    ["quarter", "2026-05-05T00:00:00Z", "2026-03-31T22:00:00.000Z"],
    ["year", "2026-05-05T00:00:00Z", "2025-12-31T23:00:00.000Z"],
  ])("%s of %s", (bucket, instant, expected) => {
    expect(new Date(bucketOfInstant(Date.parse(instant), bucket, berlin, "instant")).toISOString()).toBe(expected);
  });

  it("gives the date of a local day where dates are asked for", () => {
    const start = bucketOfInstant(Date.parse("2026-03-29T22:30:00Z"), "day", berlin, "date");
    expect(new Date(start).toISOString()).toBe("2026-03-30T00:00:00.000Z");
  });
});

it("bucketOfDate() cuts dates as written", () => {
  const sunday = Date.UTC(2026, 2, 1);
  expect(new Date(bucketOfDate(sunday, "week")).toISOString().slice(0, 10)).toBe("2026-02-23");
  expect(new Date(bucketOfDate(sunday, "day")).toISOString().slice(0, 10)).toBe("2026-03-01");
});
