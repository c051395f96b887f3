import { isJsonObject, type JsonValue } from "../../../util/json.js";
import type { MaskCursor, Masker } from "../masking/create-masker.js";
import { seededRandom } from "../seeded-random.js";
import { quotedText, visibleText } from "../visible-text.js";
import { abbreviateJson } from "./abbreviate-json.js";
import { describePaths } from "./describe-paths.js";
import { type ListSample, type ListSamples, listSamples } from "./list-samples.js";

export interface SampleResponseInput {
  /** At most `maximumResponseDepth` levels deep. */
  readonly body: JsonValue;
  /** About how many bytes the response has as JSON; the whole is not written out where it cannot fit. */
  readonly bytes: number;
  /** Most characters of the sample, 2,000 or more. */
  readonly budget: number;
  /** Chooses the items shown at random: the same seed chooses the same. */
  readonly seed: number;
  /** How the values are shown. */
  readonly masker: Pick<Masker, "root" | "masksNumbers" | "maskText">;
}

export interface ResponseSample {
  readonly text: string;
  /** False when it shows the shape and some items of each list only. */
  readonly isWhole: boolean;
}

const BYTES_A_CHARACTER = 4;
/** Most of the budget for the response with its lists cut, and for the paths. */
const OUTLINE_SHARE = 0.2;
const PATHS_SHARE = 0.4;
/** Most of what is left for one item, so that a single one does not take the place of all others. */
const ITEM_SHARE = 0.2;

/** The response as JSON when it fits the budget; else its outline, all its paths, and samples of every list. Never over the budget. */
export function sampleResponse(input: SampleResponseInput): ResponseSample {
  const { body, bytes, budget, masker } = input;
  if (bytes <= budget * BYTES_A_CHARACTER) {
    const whole = visibleText(JSON.stringify(shownValue(body, masker.root)));
    if (whole.length <= budget) return { text: whole, isWhole: true };
  }
  return { text: sampleParts(input), isWhole: false };
}

function shownValue(value: JsonValue, cursor: MaskCursor): JsonValue {
  if (typeof value === "string") return cursor.text(value);
  if (typeof value === "number") return cursor.number(value);
  if (Array.isArray(value)) return value.map((item: JsonValue) => shownValue(item, cursor.child(null, item)));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member = null]) => [
      cursor.key(key),
      shownValue(member, cursor.child(key, member)),
    ]),
  );
}

function sampleParts({ body, budget, seed, masker }: SampleResponseInput): string {
  const page = createPage(budget);
  page.add("Marks such as /* 97 more items */ stand for what is left out here; they are not in the response.");
  const outline = abbreviateJson(body, Math.floor(budget * OUTLINE_SHARE), masker.root, { items: 1 });
  if (outline !== null) page.add(`\nOutline, each list cut after its first item:\n${outline}`);
  page.add(
    "\nPaths ([] the items of a list, {} the values of an object whose keys are data; counts are of sampled items):",
  );
  const paths = describePaths(body, { maskText: masker.maskText, hasRanges: !masker.masksNumbers });
  addPaths(page, paths, Math.floor(budget * PATHS_SHARE));
  for (const section of chooseItems(page, listSamples(body, seededRandom(seed)), masker)) page.force(section);
  return page.text();
}

interface Page {
  /** Adds the text when it fits. */
  add(text: string): boolean;
  /** Takes room for a text that `force` adds later; false when there is none. */
  reserve(length: number): boolean;
  force(text: string): void;
  left(): number;
  text(): string;
}

function createPage(budget: number): Page {
  const parts: string[] = [];
  let left = budget;
  const reserve = (length: number): boolean => {
    if (length + 1 > left) return false;
    left -= length + 1;
    return true;
  };
  return {
    reserve,
    add: (text) => reserve(text.length) && parts.push(text) > 0,
    force: (text) => void parts.push(text),
    left: () => left,
    text: () => parts.join("\n"),
  };
}

function addPaths(page: Page, lines: readonly string[], most: number): void {
  let used = 0;
  for (const [position, line] of lines.entries()) {
    used += line.length + 1;
    if (used > most || !page.add(line)) {
      page.add(`/* ${lines.length - position} more paths */`);
      return;
    }
  }
}

/** The first item of every list before the second of any, as far as there is room; written list by list. */
function chooseItems(page: Page, lists: readonly ListSamples[], masker: SampleResponseInput["masker"]): string[] {
  const chosen = new Map<ListSamples, string[]>();
  const itemLength = Math.max(400, Math.floor(page.left() * ITEM_SHARE));
  const mostSamples = Math.max(0, ...lists.map(({ samples }) => samples.length));
  for (let rank = 0; rank < mostSamples; rank++) {
    for (const list of lists) {
      const sample = list.samples[rank];
      if (sample === undefined) continue;
      const lines = chosen.get(list) ?? openSection(page, list, masker);
      if (lines === null) continue;
      chosen.set(list, lines);
      const line = describeSample(sample, Math.min(itemLength, page.left()), masker);
      if (line !== null && page.reserve(line.length)) lines.push(line);
    }
  }
  return lists.flatMap((list) => chosen.get(list)?.join("\n") ?? []);
}

function openSection(
  page: Page,
  list: ListSamples,
  { root, maskText }: SampleResponseInput["masker"],
): string[] | null {
  const { path, count, lists, shapes, keys } = list;
  const where = lists > 1 ? ` in ${lists} lists` : "";
  const alike = shapes === 1 ? "all of one shape" : `of ${shapes} shapes`;
  const heading = `\nList ${quotedText(maskText(path).slice(0, 200))}: ${count} items${where}, ${alike}.`;
  const present = keys.slice(0, 60).map(([key, times]) => `${quotedText(root.key(key).slice(0, 60))} ${times}`);
  const frequencies = present.length === 0 ? "" : `\nItems that have the key: ${present.join(", ")}`;
  const full = `${heading}${frequencies}`;
  if (full.length < page.left() / 4 && page.reserve(full.length)) return [full];
  return page.reserve(heading.length) ? [heading] : null;
}

function describeSample(
  { place, reason, item }: ListSample,
  most: number,
  { root, maskText }: SampleResponseInput["masker"],
): string | null {
  const name = maskText(place.map(({ key, position }) => key ?? position).join(".")).slice(0, 200);
  const start = `${quotedText(name)} (${reason}): `;
  let cursor = root;
  for (const { key, member } of place) cursor = cursor.child(key, member);
  const json = abbreviateJson(item, most - start.length, cursor);
  return json === null ? null : `${start}${json}`;
}
