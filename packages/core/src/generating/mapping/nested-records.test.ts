import { describe, expect, it } from "vitest";
import { pointsOf, values } from "../../../test/mapping/evaluate-mapping.js";

const series = (mapping: object, response: unknown) =>
  pointsOf({ ...values, ...mapping }, response).map((point) => [point.series, point.value]);

describe("nested records", () => {
  const response = [
    { name: "a", points: [{ v: 1 }, { v: 2 }] },
    { name: "b", points: [] },
    { name: "c", points: [{ v: 3 }] },
  ];

  it("are those inside of each outer record, which they know as $parent", () => {
    expect(series({ within: { path: "points" }, series: { path: "$parent.name" } }, response)).toEqual([
      ["a", 1],
      ["a", 2],
      ["c", 3],
    ]);
  });

  it("know the key of their own record, of the one around and of the one further out", () => {
    const mapping = {
      recordsAre: "values-of-object",
      within: [
        { path: "shops", recordsAre: "values-of-object" },
        { path: "", recordsAre: "values-of-object" },
      ],
      value: { path: "" },
      dimensions: { key: "$key", shop: "$parentKey", region: "$grandparentKey", boss: "$grandparent.boss" },
    };
    expect(pointsOf({ records: "", ...mapping }, { north: { boss: "x", shops: { s1: { tea: 5 } } } })).toEqual([
      expect.objectContaining({ value: 5, dimensions: { key: "tea", shop: "s1", region: "north", boss: "x" } }),
    ]);
  });

  it("may be nested four levels deep", () => {
    const within = [{ path: "b" }, { path: "c" }, { path: "d" }];
    const mapping = { records: "a", within, series: { path: "$grandparent.n" } };
    expect(series(mapping, { a: [{ b: [{ n: "x", c: [{ d: [{ v: 1 }, { v: 2 }] }] }] }, { b: null }] })).toEqual([
      ["x", 1],
      ["x", 2],
    ]);
  });

  it("are none where the outer record lacks them", () => {
    expect(series({ within: { path: "points" } }, [{}, { points: null }, null, 5, { points: [{ v: 7 }] }])).toEqual([
      [undefined, 7],
    ]);
    expect(series({ within: { path: "points" } }, [])).toEqual([]);
    expect(series({ within: { path: "points" } }, [{}])).toEqual([]);
  });

  it("throw where the outer record has something else, and name it", () => {
    expect(() => series({ within: { path: "points" } }, [{ points: [] }, { points: "none" }])).toThrow(
      'The records at points of record 1 should be an array but are "none"',
    );
    const keyed = { recordsAre: "values-of-object", within: { path: "points", recordsAre: "object" } };
    expect(() => series(keyed, { a: { points: [1] } })).toThrow(
      "at points of record a should be an object but are [1]",
    );
    const deep = { within: [{ path: "b" }, { path: "c" }] };
    expect(() => series(deep, [{ b: [{}, { c: 1 }] }])).toThrow("at c of record 0.1 should be an array but are 1");
    expect(() => series({ within: { path: "" } }, [[], {}])).toThrow("The records at record 1 should be an array");
    const only = { recordsAre: "object", within: { path: "points" } };
    expect(() => series(only, { points: 1 })).toThrow("The records at points should be an array but are 1");
  });

  it("are named by all their positions", () => {
    expect(() => series({ within: { path: "points" } }, [{ points: [] }, { points: [{ v: 1 }, { v: "x" }] }])).toThrow(
      'Record 1.1: the value at v is "x"',
    );
  });

  it("throw what they lack when none has a value, with how many there are in all", () => {
    const lacking = [{ points: [{ w: 1 }] }, { points: [{ w: 2 }, {}] }];
    expect(() => series({ within: { path: "points" } }, lacking)).toThrow(
      'None of the 3 records has a value at "v". The first record has: w.',
    );
  });

  it("are filtered and grouped as others are, also by what the outer record says", () => {
    const mapping = {
      within: { path: "points" },
      filter: [{ path: "$parent.name", in: ["a", "c"] }],
      groupBy: { aggregation: "sum" },
      series: { path: "$parent.name" },
    };
    expect(series(mapping, response)).toEqual([
      ["a", 3],
      ["c", 3],
    ]);
    expect(pointsOf({ records: "", within: { path: "points" }, value: "count" }, response)[0]?.value).toBe(3);
  });
});
