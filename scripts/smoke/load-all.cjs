// Loads every entry of every package with require().
for (const specifier of require("./entries.json")) {
  const names = Object.keys(require(specifier));
  if (names.length === 0) throw new Error(`require("${specifier}") exports nothing`);
}
