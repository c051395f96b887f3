/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** Median time of one call, in milliseconds, over `iterations` calls one after the other. */
export async function medianTime(iterations: number, call: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const start = performance.now();
    await call();
    times.push(performance.now() - start);
  }
  return median(times);
}

/**
 * Times candidates in turn, round after round, so that a machine that slows down slows all of them. Returns for each the median time
 * and the median of its ratios to the first, which is the reference.
 */
export async function compare(input: {
  readonly rounds: number;
  readonly iterations: number;
  /** Calls of each candidate before the first round, for the compiler to know them. */
  readonly warmUp: number;
  readonly candidates: readonly { readonly name: string; readonly call: () => Promise<unknown> }[];
}): Promise<ReadonlyMap<string, { readonly ms: number; readonly ratio: number }>> {
  const rounds: number[][] = [];
  for (const { call } of input.candidates) await medianTime(input.warmUp, call);
  for (let round = 0; round < input.rounds; round++) {
    const times: number[] = [];
    for (const { call } of input.candidates) times.push(await medianTime(input.iterations, call));
    rounds.push(times);
  }
  return new Map(
    input.candidates.map(({ name }, index) => {
      const times = rounds.map((round) => round[index] ?? Number.NaN);
      const ratios = rounds.map((round) => (round[index] ?? Number.NaN) / (round[0] ?? Number.NaN));
      return [name, { ms: median(times), ratio: median(ratios) }];
    }),
  );
}
