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

/** Words that say how numbers come about. Even where a metric's own name holds one, alone it may mean something else. */
const telling: ReadonlySet<string> = new Set(
  (
    "not no never without except excluding exclude only top bottom first last next previous per by than more less over under above below between " +
    "median percentile moving rolling running cumulative accumulated growth rate change changes delta difference ratio share percent percentage index " +
    "increase decrease adjusted normalized normalised weighted distinct unique new each every all any compare number count"
  ).split(" "),
);

/** True for words that tell nothing but what the value is called, where its name holds them. */
export function isPlainNameWord(word: string): boolean {
  return !telling.has(word);
}
