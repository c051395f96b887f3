/** Words that mean the same in names of fields; the first of each stands for all. */
const SYNONYMS: readonly (readonly string[])[] = [
  ["magnitude", "mag"],
  ["temperature", "temp", "tmp"],
  ["quantity", "qty"],
  ["average", "avg", "mean"],
  ["count", "cnt", "num", "number", "nr"],
  ["amount", "amt"],
  ["total", "sum", "overall"],
  ["timestamp", "ts", "datetime", "tstamp"],
  ["percent", "pct", "percentage", "perc"],
  ["latency", "lat"],
  ["volume", "vol"],
  ["minimum", "min", "lowest", "low", "smallest", "least", "tmin"],
  ["maximum", "max", "highest", "high", "largest", "peak", "strongest", "biggest", "greatest", "tmax"],
  ["response", "resp"],
  ["request", "req"],
  ["precipitation", "precip", "prcp", "rainfall", "rain"],
  ["humidity", "hum", "rh"],
  ["pressure", "press"],
  ["duration", "took"],
  ["close", "closing", "closed"],
  ["open", "opening", "opened"],
  ["message", "msg"],
  ["address", "addr"],
  ["transaction", "txn", "tx", "trx"],
  ["customer", "cust"],
  ["concentration", "conc"],
  ["observation", "obs"],
  ["population", "pop"],
  ["revenue", "rev"],
  ["identifier", "id", "uuid", "guid"],
  ["user", "usr"],
  ["view", "pageview"],
  ["star", "stargazer", "starred"],
  ["median", "p50"],
  ["rating", "ratings"],
  ["unique", "uniq", "uniques", "distinct"],
  ["speed", "spd", "velocity"],
  ["second", "sec", "secs"],
  ["minute", "mins"],
  ["millisecond", "ms", "millis", "msec"],
  ["value", "val"],
  ["failed", "failure", "fail", "failing"],
  ["success", "successful", "succeeded", "succeed"],
  ["usd", "dollar"],
  ["eur", "euro"],
  ["cent", "penny", "pence"],
  ["unit", "uom"],
  ["visit", "session"],
  ["size", "bytes"],
  ["difference", "diff", "delta", "change"],
  ["created", "creation", "create"],
  ["updated", "update", "modified", "modification"],
  ["published", "publication", "publish", "release", "released"],
  ["started", "start", "begin", "beginning", "began"],
  ["ended", "end", "finish", "finished", "completed", "completion"],
  ["date", "day"],
  ["adjust", "adj", "adjusted", "adjustment"],
  ["rate", "ratio"],
  ["latest", "last"],
  ["accumulated", "acc", "accum"],
];

const CANONICAL = new Map(
  SYNONYMS.flatMap(([first = "", ...others]) => [first, ...others].map((word) => [word, first])),
);
const CANONICAL_STEMS = new Map([...CANONICAL].map(([word, first]) => [suffixless(word), first]));

/** Words that keys write without a mark between them: `totalprecip`, `maxtemp`, `hitratio`. */
const JOINED_FIRST = (
  "total sum max min avg average mean new active unique daily monthly weekly hit hits page view click open close bounce win unit net " +
  "gross user visitor visit session order sale item event error request response wind market trade created updated"
).split(" ");
const JOINED_LAST = new Set(
  (
    "precip precipitation temp temperature humidity pressure wind windspeed speed rain snow ratio rate rates count counts total price " +
    "amount value volume users user visitors visitor visits visit views view sessions orders sales revenue cost time duration hits " +
    "clicks requests errors bytes interest cap at on"
  ).split(" "),
);

/** The lower-case words of a text or key: letters and digits apart, camelCase, snake_case and known words without a mark split. */
export function splitWords(text: string): string[] {
  return markedWords(text).flatMap((word) => (word.length < 6 || CANONICAL.has(word) ? [word] : joinedWords(word)));
}

function joinedWords(word: string): string[] {
  for (const first of JOINED_FIRST) {
    const rest = word.startsWith(first) ? word.slice(first.length) : "";
    if (JOINED_LAST.has(rest) && !(rest.length < 3 && !first.endsWith("ted"))) return [first, rest];
  }
  return [word];
}

function markedWords(text: string): string[] {
  return text
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

/** What a word has in common with its plural, its other forms and its synonyms; equal stems mean the same. */
export function wordStem(word: string): string {
  const canonical = CANONICAL.get(word) ?? CANONICAL.get(singular(word)) ?? CANONICAL_STEMS.get(suffixless(word));
  return canonical ?? suffixless(word);
}

function singular(word: string): string {
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:ss|x|ch|sh|z)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith("s") && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}

function suffixless(word: string): string {
  const one = singular(word);
  const bare = one.length > 5 ? one.replace(/(?:ing|ed|ion|er|ly)$/, "") : one;
  return bare.length > 3 ? bare.replace(/e$/, "").replace(/(.)\1$/, "$1") : bare;
}
