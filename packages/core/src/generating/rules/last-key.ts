/** The last key of a generic path that is no position: `amount` of `data[].amount`, `prices` of `prices[].1`. */
export function lastKey(generic: string): string {
  const keys = generic.split(/[.#]|\[\]|\{\}/).filter((key) => key !== "");
  return keys.findLast((key) => !/^\d+$/.test(key)) ?? generic;
}
