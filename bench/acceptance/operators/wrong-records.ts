import { applyEdits, type Edit, replacing, visitedLists } from "./edit-source.js";
import type { Operator } from "./operator.js";

/** Wrong in which records of the response are looked at. */
export const wrongRecords: Operator[] = [
  cut("first record dropped", (list) => `${list}.slice(1)`),
  cut("last record dropped", (list) => `${list}.slice(0, -1)`),
  cut("first half of the records", (list) => `${list}.slice(0, Math.ceil(${list}.length / 2))`),
  cut("every other record", (list) => `${list}.filter((_, position) => position % 2 === 0)`),
  cut("records doubled", (list) => `[...${list}, ${list}[0]]`),
  {
    name: "filter dropped",
    check: "count-explained",
    mutate: ({ code }) => filterEdits(code).map((edits) => applyEdits(code, edits)),
  },
];

function cut(name: string, text: (list: string) => string): Operator {
  return {
    name,
    check: "count-explained",
    mutate: ({ code, random }) => {
      const lists = visitedLists(code);
      const start = Math.floor(random() * lists.length);
      return lists.map((_, index) => {
        const { list } = lists[(start + index) % lists.length] ?? { list: null };
        return list === null ? code : applyEdits(code, [replacing(list, text(list.getText()))]);
      });
    },
  };
}

/** Each filter call left out of its chain. */
export function filterEdits(code: string): Edit[][] {
  return visitedLists(code).flatMap(({ list, method }) =>
    method === "filter" ? [[{ start: list.getEnd(), end: list.parent.parent.getEnd(), text: "" }]] : [],
  );
}
