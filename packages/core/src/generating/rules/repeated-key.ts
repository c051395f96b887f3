/** Most characters that are looked through. */
const MAXIMUM_CHARACTERS = 4_000_000;

/** A key that an object of a valid JSON text has twice; `null` when none has, or only behind the first four million characters. */
export function repeatedKey(text: string): string | null {
  const end = Math.min(text.length, MAXIMUM_CHARACTERS);
  const stack: (Set<string> | null)[] = [];
  let expectsKey = false;
  for (let index = 0; index < end; index++) {
    switch (text.charAt(index)) {
      case "{":
        stack.push(new Set());
        expectsKey = true;
        break;
      case "[":
        stack.push(null);
        expectsKey = false;
        break;
      case "}":
      case "]":
        stack.pop();
        expectsKey = false;
        break;
      case ",":
        expectsKey = stack.at(-1) !== null;
        break;
      case '"': {
        const start = index + 1;
        index = endOfText(text, start);
        const keys = stack.at(-1);
        if (expectsKey && keys !== null && keys !== undefined) {
          const key = text.slice(start, index);
          if (keys.has(key)) return key;
          keys.add(key);
        }
        expectsKey = false;
        break;
      }
    }
  }
  return null;
}

/** Where the quote that ends a text stands. */
function endOfText(text: string, start: number): number {
  let index = start;
  while (index < text.length && text[index] !== '"') index += text[index] === "\\" ? 2 : 1;
  return index;
}
