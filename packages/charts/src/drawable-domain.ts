/** Below this span floating point has too few numbers left for round ones between them. */
const SMALLEST_SPAN = 1e-280;
/** Twice this is still finite. */
const LARGEST_BOUND = 8e307;

/** A domain on which round ticks exist: equal or nearly equal bounds are moved apart, and no span is infinite. */
export function drawableDomain(low: number, high: number): [number, number] {
  if (low === 0 && high === 0) return [0, 1];
  if (high - low < SMALLEST_SPAN) {
    const padding = Math.max(Math.abs(low) * 0.1, SMALLEST_SPAN);
    return [low - padding, high + padding];
  }
  return [Math.max(low, -LARGEST_BOUND), Math.min(high, LARGEST_BOUND)];
}
