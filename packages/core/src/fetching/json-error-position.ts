const WHITESPACE = /[ \t\n\r]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\da-fA-F]{4})/y;
const SCALAR = /(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.+-])/y;

type Expectation = "value" | "value or ]" | "key or }" | "key" | "colon" | "comma or end";

/**
 * Where a text stops being JSON: the index of the first token that does not belong there, or the length of a text that
 * ends too early. `null` when the text is JSON. `JSON.parse` quotes the text instead, which must not reach an error.
 */
export function jsonErrorPosition(text: string): number | null {
  const open: ("[" | "{")[] = [];
  let expected: Expectation = "value";
  let position = skip(WHITESPACE, text, 0);
  while (position < text.length) {
    const character = text[position];
    const next: { end: number; expected: Expectation } | null = step(text, position, character, expected, open);
    if (next === null) return position;
    expected = next.expected;
    position = skip(WHITESPACE, text, next.end);
  }
  return open.length === 0 && expected === "comma or end" ? null : text.length;
}

function step(
  text: string,
  position: number,
  character: string | undefined,
  expected: Expectation,
  open: ("[" | "{")[],
): { end: number; expected: Expectation } | null {
  const after = position + 1;
  const innermost = open.at(-1);
  const mayClose = character === "]" ? "[" : character === "}" ? "{" : null;
  if (mayClose !== null) {
    const isPlace = expected === "comma or end" || expected === (mayClose === "[" ? "value or ]" : "key or }");
    if (!isPlace || innermost !== mayClose) return null;
    open.pop();
    return { end: after, expected: "comma or end" };
  }
  switch (expected) {
    case "comma or end":
      if (character !== "," || innermost === undefined) return null;
      return { end: after, expected: innermost === "[" ? "value" : "key" };
    case "colon":
      return character === ":" ? { end: after, expected: "value" } : null;
    case "key":
    case "key or }":
      return token(skipString(text, position), position, "colon");
    case "value":
    case "value or ]":
      if (character === "[" || character === "{") {
        open.push(character);
        return { end: after, expected: character === "[" ? "value or ]" : "key or }" };
      }
      return token(
        character === '"' ? skipString(text, position) : skip(SCALAR, text, position),
        position,
        "comma or end",
      );
  }
}

function token(end: number, position: number, expected: Expectation): { end: number; expected: Expectation } | null {
  return end === position ? null : { end, expected };
}

/** The index behind what the sticky pattern matches at `position`; `position` itself when it does not match. */
function skip(pattern: RegExp, text: string, position: number): number {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : position;
}

/** The index behind the string at `position`; `position` itself when there is no whole one. */
function skipString(text: string, position: number): number {
  if (text[position] !== '"') return position;
  let index = position + 1;
  while (index < text.length) {
    const character = text[index] ?? "";
    if (character === '"') return index + 1;
    if (character < " ") return position;
    const end = character === "\\" ? skip(ESCAPE, text, index) : index + 1;
    if (end === index) return position;
    index = end;
  }
  return position;
}
