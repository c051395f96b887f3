import { chart, transform } from "./workload.js";

/**
 * What a careful developer writes by hand for the same job: fetch, parse, transform, keep by key in a Map, and draw what is stored, in
 * plain V8 and without any of the promises.
 */
export function createReference(origin: string, records: number): () => Promise<unknown> {
  const store = new Map<number, number>();
  return async () => {
    const response = await fetch(`${origin}/${records}`);
    if (!response.ok) throw new Error(`status ${response.status}`);
    const points = transform((await response.json()) as Parameters<typeof transform>[0]);
    for (const point of points) store.set(Date.parse(point.timestamp), point.value);
    const stored = [...store].sort(([a], [b]) => a - b);
    return records > 1_000
      ? chart(sumsPerDay(stored))
      : chart(stored.map(([at, value]) => ({ label: new Date(at).toISOString(), value })));
  };
}

function sumsPerDay(points: readonly (readonly [number, number])[]) {
  const sums = new Map<string, number>();
  for (const [at, value] of points) {
    const day = new Date(at).toISOString().slice(0, 10);
    sums.set(day, (sums.get(day) ?? 0) + value);
  }
  return [...sums].map(([label, value]) => ({ label, value }));
}
