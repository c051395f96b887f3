/** Code of one file that a document shows. */
export interface ShownCode {
  readonly path: string;
  readonly code: string;
}

/** The fenced blocks whose info string names a file, such as "```ts src/journal.ts"; blocks of one file are joined in order. */
export function shownFiles(document: string): ShownCode[] {
  const files = new Map<string, string[]>();
  for (const [, path = "", code = ""] of document.matchAll(/^```ts ((?:src|test)\/\S+)\n([\s\S]*?)^```$/gm)) {
    files.set(path, [...(files.get(path) ?? []), code]);
  }
  return Array.from(files, ([path, blocks]) => ({ path, code: blocks.join("\n") }));
}

/** Names in backticks behind "**Proved by**", until the paragraph ends. */
export function provingTopics(document: string): string[] {
  return [...document.matchAll(/^\*\*Proved by\*\* ([\s\S]*?)\n\n/gm)].flatMap(([, names = ""]) =>
    Array.from(names.matchAll(/`([^`]+)`/g), ([, name = ""]) => name),
  );
}
