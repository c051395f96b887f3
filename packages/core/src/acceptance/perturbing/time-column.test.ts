import { describe, expect, it } from "vitest";
import { findColumns } from "../responses/find-columns.js";
import { isLikelyTime } from "../explaining/reading-candidates.js";

function isTime(key: string, value: string | number): boolean {
  const [column] = findColumns([{ [key]: value }, { [key]: value }]).columns;
  return column !== undefined && isLikelyTime(column);
}

describe("what is taken for a time", () => {
  it.each<[string, string | number]>([
    ["created", 1_772_323_200],
    ["created_at_i", 1_772_323_200],
    ["lastSeen", 1_772_323_200],
    ["ts", 1_772_323_200_000],
    ["whatever", "2026-03-01T12:00:00Z"],
  ])("%s: %j", (key, value) => expect(isTime(key, value)).toBe(true));

  it.each<[string, string | number]>([
    ["open_interest", 331_002_651],
    ["population", 331_002_651],
    ["closing_balance", 1_772_323_200],
    ["created_at", "soon"],
  ])("%s: %j is none", (key, value) => expect(isTime(key, value)).toBe(false));
});
