import { imul } from "./pristine.js";

/**
 * Numbers from 0 (included) to 1 (excluded) with 53 random bits, the same for the same seed.
 *
 * @see https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (mulberry32, used twice a number)
 */
export function createSeededRandom(seed: number): () => number {
  const halves = new Uint32Array(Float64Array.of(seed).buffer);
  let state = (halves[0] ?? 0) ^ imul(halves[1] ?? 0, 0x9e37_79b9);

  function next32(): number {
    state = (state + 0x6d2b_79f5) | 0;
    let mixed = imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  return () => ((next32() >>> 5) * 67_108_864 + (next32() >>> 6)) / 9_007_199_254_740_992;
}
