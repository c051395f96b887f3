/** `key value|key value` as a record; `""` where no value is given. */
export function readTable(text: string): Readonly<Record<string, string>> {
  const table: Record<string, string> = {};
  for (const entry of text.split("|")) {
    const [key = ""] = entry.split(" ", 1);
    table[key] = entry.slice(key.length + 1);
  }
  return table;
}
