/** CSV as transformers get it: JSON of one object a row, all cells texts, empty cells missing. */
export function csvAsJson(text: string): string {
  const [header = [], ...rows] = cellsOf(text.replace(/^\uFEFF/, ""));
  const objects = rows.map((cells) =>
    Object.fromEntries(cells.flatMap((cell, index) => (cell === "" ? [] : [[header[index] ?? "", cell]]))),
  );
  return JSON.stringify(objects);
}

/** Lines of cells by RFC 4180; empty lines are skipped. A header without commas may use semicolons or tabs. */
function cellsOf(text: string): string[][] {
  const header = text.split("\n", 1)[0] ?? "";
  const delimiter = [",", ";", "\t"].find((candidate) => header.includes(candidate)) ?? ",";
  const lines: string[][] = [];
  let [cells, cell, isQuoted] = [[] as string[], "", false];
  for (let index = 0; index <= text.length; index++) {
    const character = text[index];
    if (isQuoted && character !== undefined) {
      if (character !== '"') cell += character;
      else if (text[index + 1] === '"') cell += text[++index] ?? "";
      else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === delimiter) {
      cells.push(cell);
      cell = "";
    } else if (character === "\n" || character === undefined) {
      cells.push(cell);
      if (cells.length > 1 || cells[0] !== "") lines.push(cells);
      [cells, cell] = [[], ""];
    } else if (character !== "\r") cell += character;
  }
  return lines;
}
