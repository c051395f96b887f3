import ts from "typescript";
import { applyEdits, collect, replacing } from "./edit-source.js";
import type { Operator } from "./operator.js";
import { editing } from "./wrong-sums.js";
import { wrapPoints } from "./wrap-points.js";

const utcParts = `
const utcParts = (time) => {
  const date = new Date(time);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    weekday: date.getUTCDay() || 7,
  };
};
`;

/** Wrong in which zone a time is read or cut in. */
export const wrongTimes: Operator[] = [
  {
    name: "UTC for local",
    check: "times-explained",
    mutate: ({ code }) => {
      const edits = collect(code, (node) =>
        ts.isCallExpression(node) && node.expression.getText() === "context.local"
          ? [replacing(node.expression, "utcParts")]
          : [],
      );
      return edits.length === 0 ? [] : [applyEdits(code, edits) + utcParts];
    },
  },
  {
    name: "local for UTC",
    check: "times-explained",
    mutate: (subject) => {
      if (subject.case.metric.kind === "gauge") return [];
      const inside = editing("", "times-explained", (node) =>
        ts.isNewExpression(node) && node.expression.getText() === "Date" && node.arguments?.length === 1
          ? [replacing(node, `new Date(${node.getText()}.getTime() - 5 * 3600000)`)]
          : [],
      );
      const shifted = "return points.map((point) => ({ ...point, timestamp: moved(point.timestamp, -18000000) }));";
      return [...inside.mutate(subject), wrapPoints(subject.code, shifted)];
    },
  },
];
