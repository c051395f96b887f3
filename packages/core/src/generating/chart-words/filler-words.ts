import type { Word } from "./split-words.js";

/** Words that a request can do without: none of them tells one chart from another. */
const fillers: ReadonlySet<string> = new Set(
  (
    "a an and please thanks thank you can could would will should i i'd i'm we me us my our want like need wish let let's lets see have get give " +
    "show shown showing display displayed displaying draw drawn drawing plot plotted plotting make render visualize visualise present set " +
    "use using be is are it its this that these them as in into to of for with at on over then now only also so far instead " +
    "chart charts graph graphs diagram visualization visualisation view picture data value values metric across during compare comparing comparison"
  ).split(" "),
);

/** True for words and commas that a request can do without. */
export function isFiller({ kind, text }: Word): boolean {
  return kind === "comma" || (kind === "word" && fillers.has(text));
}
