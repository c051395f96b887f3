import { readUnit } from "../../shapes/units.js";
import { isWrittenOut } from "../../shapes/rank-paths.js";
import { valuePaths } from "../explaining/plan.js";
import { cutPath, type GenericPath, lastKey } from "../responses/generic-path.js";
import { fails, isUnclear, type MeasureSubject, type MeasureVerdict, passes } from "./measure-verdict.js";
import { isClose } from "../explaining/compare-points.js";

const MS_PER_UNIT: readonly (readonly [RegExp, number])[] = [
  [/^(?:ms|milliseconds?)$/i, 1],
  [/^(?:s|secs?|seconds?)$/i, 1_000],
  [/^(?:min|mins|minutes?)$/i, 60_000],
  [/^(?:h|hrs?|hours?)$/i, 3_600_000],
  [/^(?:d|days?)$/i, 86_400_000],
];

/** Whether values are in the unit that the measure asks for: as the response holds them, unless it says that they are in another. */
export function matchUnit(subject: MeasureSubject): MeasureVerdict {
  const { plan } = subject;
  const { scale, value } = plan;
  if (value.kind === "count" || value.kind === "distinct") {
    return scale === 1 ? passes("Records are counted.") : fails(`The number of records is multiplied by ${scale}.`);
  }
  const unit = askedUnit(subject);
  if (value.kind === "duration") return matchDuration(unit, scale);
  const expected = valuePaths(value).map((path) => expectedScale(subject, path, unit));
  if (expected.includes(null))
    return isUnclear(`The response does not say in which unit ${valuePaths(value)[0]?.text} is.`);
  const factor =
    value.kind === "combined" && (value.operation === "ratio" || value.operation === "product")
      ? null
      : (expected[0] ?? 1);
  const isShare =
    value.kind === "combined" && value.operation === "ratio" && isClose(scale, 100, 0) && asksForPercent(subject);
  if (isShare || isClose(scale, factor ?? 1, 0)) return passes("The value is in the unit asked for.");
  const path = valuePaths(value)[0]?.text ?? "";
  if (factor !== null && factor !== 1 && scale === 1) {
    return fails(
      `${path} has to be ${scaleWords(factor)} to be in ${unit ?? "the unit asked for"}, and its values are taken as they are.`,
    );
  }
  if (isRound(scale)) {
    return fails(
      `The values of ${path} are ${scaleWords(scale)}, and nothing in the response says that they have to be${factor === null || factor === 1 ? "" : `: they have to be ${scaleWords(factor)}`}. ${factor === null || factor === 1 ? "Take them as they are." : ""}`.trim(),
    );
  }
  return isUnclear(`The values of ${path} are ${scaleWords(scale)}, which nothing in the response explains.`);
}

function askedUnit({ measure }: MeasureSubject): string | undefined {
  if (measure.unit !== undefined) return measure.unit;
  return / in ([\p{L}%$€£°]+)$/u.exec(measure.value)?.[1];
}

function asksForPercent({ measure }: MeasureSubject): boolean {
  return /%|percent|pct/i.test(`${measure.unit ?? ""} ${measure.value}`);
}

function matchDuration(unit: string | undefined, scale: number): MeasureVerdict {
  const expected = MS_PER_UNIT.find(([pattern]) => pattern.test(unit ?? ""))?.[1];
  if (expected === undefined) return isUnclear("The value is a duration, and the measure does not say in which unit.");
  return isClose(scale, 1 / expected, 0)
    ? passes(`The duration is in ${unit}.`)
    : fails(`The duration is not in ${unit}: divide milliseconds by ${expected}.`);
}

/** `null` when the response does not say enough. */
function expectedScale(subject: MeasureSubject, path: GenericPath, unit: string | undefined): number | null {
  // A path that the measure writes out is asked for as it is, unless it names another unit beside it.
  if (subject.measure.unit === undefined && isWrittenOut(subject.measure.value, path.text)) return 1;
  const reading = readUnit({ path: path.text, unit, siblings: siblingsOf(subject, path) });
  if (reading.kind === "same") return 1;
  return reading.kind === "scaled" ? reading.scale.scale : null;
}

/** Texts beside a number and around it, by key; those of which there are several say nothing. */
function siblingsOf({ structure }: MeasureSubject, path: GenericPath): Record<string, string> {
  const parents = new Set(path.segments.map((_, index) => cutPath(path, index).text));
  const siblings: Record<string, string> = {};
  for (const column of structure.columns) {
    if (column.path.isKey || !parents.has(cutPath(column.path, column.path.segments.length - 1).text)) continue;
    const texts = new Set(column.cells.map(({ value }) => value));
    const [text] = texts;
    if (texts.size === 1 && typeof text === "string" && text.length <= 40) siblings[lastKey(column.path)] = text;
  }
  return siblings;
}

function scaleWords(scale: number): string {
  return scale < 1 && scale > 0
    ? `divided by ${Number((1 / scale).toPrecision(12))}`
    : `multiplied by ${Number(scale.toPrecision(12))}`;
}

/** Factors between units. */
function isRound(scale: number): boolean {
  const factor = scale < 1 ? 1 / scale : scale;
  return (
    scale < 0 ||
    isClose(factor, 10 ** Math.round(Math.log10(factor)), 0) ||
    [2, 12, 24, 60, 3_600, 1_024, 1_440, 86_400, 86_400_000].some((known) => isClose(factor, known, 0))
  );
}
