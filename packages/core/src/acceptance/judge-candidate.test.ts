import { describe, expect, it } from "vitest";
import type { JsonValue } from "../util/json.js";
import { judge, type WrittenTransform } from "./judge-candidate.testing.js";

const days = (count: number): { day: string; visits: number }[] =>
  Array.from({ length: count }, (_, index) => ({
    day: new Date(Date.UTC(2026, 1, 1 + index)).toISOString().slice(0, 10),
    visits: 40 + ((index * 37) % 23),
  }));
const response = { data: days(9) };
const measure = { value: "visits", time: "day" };
const right: WrittenTransform = ({ data }: { data: { day?: string; visits?: number }[] }) =>
  data.flatMap(({ day, visits }) =>
    day === undefined || typeof visits !== "number" ? [] : [{ at: day, value: visits }],
  );
const point = (day: number, value: number) => ({
  series: "",
  timestamp: new Date(Date.UTC(2026, 1, day)),
  value,
  dimensions: null,
});

describe("judgeCandidate", () => {
  it("accepts what is proven, and says where the points come from", async () => {
    const { report, points } = await judge(response, measure, right);
    expect(report.result).toBe("accepted");
    expect(report.support).toEqual({ value: ["data[].visits"], time: ["data[].day"], series: [] });
    expect(points?.count).toBe(9);
    const needed = report.checks.filter(({ isNeeded }) => isNeeded === true).map(({ name }) => name);
    expect(needed).toEqual(["influence", "times-explained", "values-explained", "count-explained", "order", "measure"]);
  });

  it("gives the same report for the same input", async () => {
    const first = await judge(response, measure, right);
    const second = await judge(response, measure, right);
    expect(second.report).toEqual(first.report);
  });

  it("holds for a person where the words do not decide, and keeps the points to be looked at", async () => {
    const ambiguous = { data: response.data.map((row, index) => ({ ...row, uniques: row.visits - index })) };
    const { report, points } = await judge(ambiguous, { value: "traffic" }, right);
    expect(report.result).toBe("held");
    expect(points?.count).toBe(9);
    expect(report.checks.find(({ name }) => name === "measure")).toMatchObject({ verdict: "unknown", isNeeded: true });
  });

  it("holds everything where a person is to look", async () => {
    const { report } = await judge(response, measure, right, { review: "manual" });
    expect(report.result).toBe("held");
    expect(report.checks.at(-1)).toEqual({
      name: "review",
      verdict: "unknown",
      isNeeded: true,
      message: "A person is to look at it.",
    });
  });

  it("rejects code whose points differ from those that are stored", async () => {
    const stored = [point(1, 40), point(2, 54), point(3, 9)];
    const { report, points } = await judge(response, measure, right, { stored });
    expect(report.checks.find(({ name }) => name === "history")).toMatchObject({ verdict: "pass" });
    const changed = await judge(response, measure, right, { stored: [point(1, 41), point(3, 9)] });
    expect(changed.report.result).toBe("rejected");
    expect([points?.count, changed.points]).toEqual([9, null]);
  });

  it("asks the host last", async () => {
    const asked = await judge(response, measure, right, { expect: (points) => points.length === 9 || "too few" });
    expect(asked.report.checks.at(-1)).toMatchObject({ name: "expect", verdict: "pass" });
    const refused = await judge(response, measure, right, { expect: () => "These are last year's." });
    expect(refused.report).toMatchObject({ result: "rejected" });
    expect(refused.report.checks.at(-1)?.message).toBe("These are last year's.");
  });

  it("holds what gives no points yet", async () => {
    const { report } = await judge({ data: [] }, measure, right);
    expect(report.result).toBe("held");
  });

  it("stops at a basic check that fails", async () => {
    const { report } = await judge(response, measure, () => {
      throw new Error("no such field");
    });
    expect(report.checks.map(({ name, verdict }) => [name, verdict])).toEqual([["runs", "fail"]]);
    expect(report.support).toBeNull();
  });

  it("does not accept code that throws on whatever else may come", async () => {
    const text = JSON.stringify(response);
    const picky: WrittenTransform = (body: typeof response, now) => {
      if (JSON.stringify(body) !== text) throw new Error("unexpected");
      return right(body, now);
    };
    const { report } = await judge(response, measure, picky);
    expect(report.result).not.toBe("accepted");
  });

  it("finds one wrong record among many", async () => {
    const many: JsonValue = { data: days(2_000) };
    const wrong: WrittenTransform = (body, now) =>
      right(body, now).map((written, index) => (index === 1_357 ? { ...written, value: 41.5 } : written));
    expect((await judge(many, measure, right)).report.result).toBe("accepted");
    const { report } = await judge(many, measure, wrong);
    expect(report.result).toBe("rejected");
    expect(report.checks.find(({ verdict }) => verdict === "fail")?.message).toContain("41.5");
  });
});
