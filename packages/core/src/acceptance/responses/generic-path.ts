/** One step of a generic path. */
export type PathSegment =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "position"; readonly position: number }
  /** Every item of an array. */
  | { readonly kind: "items" }
  /** Every value of an object whose keys are data. */
  | { readonly kind: "members" };

/** A place in a response, such as `data[].amount`: what stands there in every record. */
export interface GenericPath {
  /** Written as in a shape; the keys of an object whose keys are data are `rates{}#key`. */
  readonly text: string;
  readonly segments: readonly PathSegment[];
  /** How many of the segments stand for several places. */
  readonly wildcards: number;
  /** True when the key of the last member is meant, not its value. */
  readonly isKey: boolean;
}

/** Which of the places of a generic path: an array index or a key for each of its wildcards. */
export type Address = readonly (string | number)[];

/** The response itself. */
export const ROOT_PATH: GenericPath = { text: "", segments: [], wildcards: 0, isKey: false };

/** The path one step deeper. */
export function childPath(parent: GenericPath, segment: PathSegment): GenericPath {
  return {
    text: `${parent.text}${segmentText(segment, parent.text === "")}`,
    segments: [...parent.segments, segment],
    wildcards: parent.wildcards + (isWildcard(segment) ? 1 : 0),
    isKey: false,
  };
}

/** The keys of the objects whose values `members` are. */
export function keyPath(members: GenericPath): GenericPath {
  return { ...members, text: `${members.text}#key`, isKey: true };
}

/** Path of the array or object that the last wildcard of a path goes through, that wildcard included; `null` when it has none. */
export function listOf(path: GenericPath): GenericPath | null {
  for (let length = path.segments.length; length > 0; length--) {
    const segment = path.segments[length - 1];
    if (segment !== undefined && isWildcard(segment)) return cutPath(path, length);
  }
  return null;
}

/** The path of the first `length` segments. */
export function cutPath(path: GenericPath, length: number): GenericPath {
  return path.segments.slice(0, length).reduce(childPath, ROOT_PATH);
}

/** The last key of a path; `""` when it has none. */
export function lastKey({ segments }: GenericPath): string {
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index];
    if (segment?.kind === "key") return segment.key;
  }
  return "";
}

/**
 * True when each place of `driver` has one place of `path`: they share their wildcards, or both end in lists side by side, as
 * `hourly.time[]` and `hourly.temperature[]`.
 */
export function isJoinable(path: GenericPath, driver: GenericPath): boolean {
  if (path.wildcards > driver.wildcards) return false;
  return path.wildcards - sharedWildcards(path, driver) <= 1;
}

/** True when two paths belong to the same records: they share their wildcards, or end in lists of one object. */
export function isOfSameRecords(path: GenericPath, driver: GenericPath): boolean {
  if (!isJoinable(path, driver)) return false;
  if (path.wildcards === sharedWildcards(path, driver)) return true;
  const [first, second] = [listOf(path), listOf(driver)];
  const parent = (list: GenericPath | null): string =>
    list === null ? "" : cutPath(list, Math.max(0, list.segments.length - 2)).text;
  return parent(first) === parent(second);
}

/** How many wildcards two paths share, from the start. */
export function sharedWildcards(first: GenericPath, second: GenericPath): number {
  let shared = 0;
  for (const [index, segment] of first.segments.entries()) {
    const other = second.segments[index];
    if (other === undefined || segmentText(other, false) !== segmentText(segment, false)) break;
    if (isWildcard(segment)) shared += 1;
  }
  return shared;
}

/** One text an address. */
export function addressText(address: Address): string {
  return address.length === 1 ? String(address[0]) : address.join("\u001f");
}

function isWildcard({ kind }: PathSegment): boolean {
  return kind === "items" || kind === "members";
}

function segmentText(segment: PathSegment, isFirst: boolean): string {
  switch (segment.kind) {
    case "items":
      return "[]";
    case "members":
      return "{}";
    case "position":
      return `${isFirst ? "" : "."}${segment.position}`;
    case "key":
      return `${isFirst ? "" : "."}${segment.key}`;
  }
}
