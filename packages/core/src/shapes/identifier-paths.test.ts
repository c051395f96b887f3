import { expect, it } from "vitest";
import { isIdentifierPath } from "./identifier-paths.js";

it.each([
  "[].id",
  "user_id",
  "zip",
  "meta.total_pages",
  "latitude",
  "port",
  "data[].statusCode",
  "next_cursor",
  "[].id.0",
])("%s is an identifier", (path) => expect(isIdentifierPath(path)).toBe(true));

it.each(["[].amount", "total_count", "valid", "[].paid", "prices[].1", "download_count", "width"])(
  "%s is none",
  (path) => expect(isIdentifierPath(path)).toBe(false),
);
