import { pathStems } from "../../shapes/measure-words.js";
import { splitWords, wordStem } from "../../shapes/word-stems.js";
import type { OpenedView } from "./open-views.js";
import { isMissing } from "./read-numbers.js";

const HOLLOW = new Set([
  "data",
  "item",
  "result",
  "record",
  "list",
  "valu",
  "value",
  "edg",
  "nod",
  "node",
  "edge",
  "entry",
  "entri",
  "row",
  "object",
  "respons",
  "response",
  "content",
  "collection",
  "pag",
  "body",
  "api",
  "v1",
  "v2",
  "v3",
  "v4",
  "rest",
  "https",
  "http",
  "www",
  "com",
  "org",
  "io",
  "net",
]);

/** Stems of what the records of a view are, as the response calls them: the name of the list, and types that all records share. */
export function viewNouns(view: OpenedView): Set<string> {
  const names = pathStems(lastListName(view.generic)).filter((stem) => !HOLLOW.has(stem));
  return new Set([...names, ...typeNouns(view)]);
}

/** Stems of the endpoint's path, which says what is asked for. */
export function endpointNouns(endpoint: string): Set<string> {
  const path = endpoint.replace(/^[a-z]+:\/\/[^/]*/i, "").replace(/\?.*$/s, "");
  return new Set(
    splitWords(path)
      .map(wordStem)
      .filter((stem) => !HOLLOW.has(stem)),
  );
}

function lastListName(generic: string): string {
  const names = generic.split(/[.]|\[\]|\{\}/).filter((key) => key !== "" && !/^\d+$/.test(key));
  return names.findLast((name) => pathStems(name).some((stem) => !HOLLOW.has(stem))) ?? "";
}

/** Words of `type` and the like where every record has the same. */
function typeNouns(view: OpenedView): string[] {
  return view.fields.flatMap(({ reference, values }) => {
    const key = reference.keys.at(-1) ?? "";
    if (
      reference.origin !== "record" ||
      !/^(?:type|object|kind|__typename|resource_?type|event_?type|category)$/i.test(key)
    )
      return [];
    const [first, ...others] = new Set(values.filter((value) => !isMissing(value)));
    return typeof first === "string" && others.length === 0 ? splitWords(first).map(wordStem) : [];
  });
}
