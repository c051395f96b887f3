import type { StoredDataPoint } from "@metricsmith/core/adapter";

/** Points of one series, half an hour apart up to `last`, with values that no two neighbours share. */
export function storedPoints(count: number, last = new Date("2025-12-31T00:00:00.000Z")): StoredDataPoint[] {
  const stepMs = 1_800_000;
  return Array.from({ length: count }, (_, index) => ({
    series: "",
    timestamp: new Date(last.getTime() - (count - 1 - index) * stepMs),
    value: ((index * 7_919) % 10_007) / 100,
    dimensions: null,
    payloadId: "0199f6a2-0000-7000-8000-000000000000",
    transformerVersion: 1,
  }));
}

/** Slices of at most `size`. */
export function* slices<Item>(items: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
