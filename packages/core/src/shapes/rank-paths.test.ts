import { describe, expect, it } from "vitest";
import { rankPaths } from "./rank-paths.js";

describe("rankPaths finds the one path that is meant", () => {
  it.each<[string, string, readonly string[]]>([
    ["data[].close", "data[].close", ["data[].close", "data[].adjusted_close"]],
    ["data.close", "data[].close", ["data[].close", "meta.close"]],
    ["close", "data[].close", ["data[].close", "data[].adjusted_close"]],
    ["closing price", "data[].close", ["data[].open", "data[].close", "data[].adjusted_close"]],
    ["strongest magnitude", "features[].properties.mag", ["features[].properties.mag", "features[].properties.sig"]],
    ["highest temperature", "daily[].temp_max", ["daily[].temp_max", "daily[].temp_min"]],
    ["average response time", "[].avg_response_ms", ["[].avg_response_ms", "[].max_response_ms"]],
    ["page views", "[].pageviews", ["[].pageviews", "[].unique_visitors"]],
    ["number of stars", "stargazers_count", ["stargazers_count", "forks_count", "size"]],
    ["id", "[].id", ["[].id", "[].amount"]],
  ])("%s", (text, expected, paths) => {
    const { isUnique, ranked } = rankPaths(text, paths);
    expect([isUnique, ranked[0]?.path]).toEqual([true, expected]);
  });
});

describe("rankPaths does not choose", () => {
  it.each<[string, readonly string[]]>([
    ["closing price", ["[].price", "[].close"]],
    ["price", ["[].unit_price", "[].total_price"]],
    ["close", ["first[].close", "second[].close"]],
    ["temperature", ["[].temperature_indoor", "[].temperature_outdoor"]],
    ["user", ["[].user_id"]],
    ["visitors", ["[].amount"]],
  ])("for %s among %j", (text, paths) => {
    expect(rankPaths(text, paths).isUnique).toBe(false);
  });
});
