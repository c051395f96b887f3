/** A key, `[]` for the items of a list, `*` for any key. */
export type MaskPath = readonly string[];

/** The steps of a path such as `data[].customer.email`; `null` when it is none. `[]` alone are the items of the response. */
export function parseMaskPath(text: string): MaskPath | null {
  const steps: string[] = [];
  for (const [position, part] of text.split(".").entries()) {
    const match = /^([^[\]]*)((?:\[\])*)$/.exec(part);
    if (match === null) return null;
    const [, key = "", lists = ""] = match;
    // Only the response itself may be a list without a name.
    if (key === "" && (position > 0 || lists === "")) return null;
    if (key !== "") steps.push(key);
    for (let level = 0; level < lists.length; level += 2) steps.push("[]");
  }
  return steps;
}

/** What is left of the paths one step further; `[]` among them when a path ends there. */
export function advancePaths(paths: readonly MaskPath[], key: string | null): readonly MaskPath[] {
  if (paths.length === 0) return paths;
  return paths
    .filter(([step]) => (key === null ? step === "[]" : step === key || step === "*"))
    .map((path) => path.slice(1));
}
