import { splitWords } from "./word-stems.js";

const IDENTIFIERS = new Set(
  (
    "id ids uuid guid key hash sha checksum etag zip zipcode postcode postal plz phone fax port version revision schema latitude " +
    "longitude lat lon lng lang locale page pages limit offset cursor token url uri href link links email slug " +
    "ip isbn iban sku asin fips geoid elevation timezone utc tz color colour"
  ).split(" "),
);
const PHRASES: readonly RegExp[] = [
  /(?:status|error|country|region|state|area|postal|exit|response|http|weather|station) code$/,
  /(?:^|[^s] )(?:number|nr)$/,
  /^(?:code|errno|index|idx|position|rank|row|seq|sequence|serial|number of pages)$/,
  /(?:page|per page|page size|total pages|page count|page number|items per page|last page|from|to)$/,
  /(?:generation time|generationtime|took|api version|utc offset|offset seconds)/,
  /^(?:coordinates|precision|decimals?|scale|multiplier|status|ok|success|errors?)$/,
];

/**
 * True when the last key of a path names something that is no measurement, such as an id, a position, a port or the page of a
 * list. Such a field is a value only when a measure writes its path out.
 */
export function isIdentifierPath(path: string): boolean {
  const keys = path.split(/[.]|\[\]|\{\}/).filter((key) => key !== "");
  while (keys.length > 1 && /^\d+$/.test(keys.at(-1) ?? "")) keys.pop();
  const words = splitWords(keys.at(-1) ?? "");
  const last = words.at(-1) ?? "";
  if (words.length === 0) return false;
  if (IDENTIFIERS.has(last) && !(last === "lat" && words.length > 1)) return true;
  if (/^(?:id|uuid)\d*$/.test(last)) return true;
  const text = words.join(" ");
  return PHRASES.some((pattern) => pattern.test(text));
}
