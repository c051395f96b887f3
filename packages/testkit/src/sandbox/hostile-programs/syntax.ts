import {
  asWritten,
  fails,
  gives,
  harmless,
  harmlessPoints,
  hostileKind,
  inTransform,
  mayGive,
  stopped,
  whileLoading,
} from "./hostile-program.js";

const unreadable = fails("TRANSFORM_SYNTAX");
const useless = fails("TRANSFORM_CONTRACT", "TRANSFORM_SYNTAX", "TRANSFORM_FAILED");

/** Code that does not load, loads as something else, or breaks out of what a sandbox puts around it. */
export const syntax = hostileKind(
  "syntax",
  asWritten(unreadable, {
    "an open bracket": "export function transform() { return [;\n}",
    "an open comment": `export const transform = () => ${harmless}; /*`,
    "an open template": `export const transform = () => ${harmless}; \``,
    "a bracket too many": `export const transform = () => ${harmless}; }`,
    "a return outside": `return ${harmless}`,
    "two exports of one name": `export const transform = () => ${harmless}; export { transform };`,
    "two default exports": `export default () => ${harmless}; export default () => ${harmless};`,
    "an export of nothing": "export { transform };",
    "a with": `export function transform() { with ({}) { return ${harmless} } }`,
    "an octal number": `export const transform = () => [{ timestamp: 01, value: 1 }];`,
    "a delete of a name": "export function transform(all) { delete all; return []; }",
    "a private name that is not there": "export const transform = (all) => all.#x;",
    "a super outside of a class": "export const transform = () => super.x;",
    "an await outside": "export function transform() { await null; return []; }",
    "a new.target outside": "new.target; export const transform = () => [];",
  }),
  asWritten(useless, {
    "nothing at all": "",
    "white space": " \n\t\n",
    prose: "I am sorry, I cannot write this function.",
    "JSON instead of code": '{"transform": "function"}',
    "a fence around nothing": "```ts\n```",
    "a transform that is a number": "export const transform = 5;",
    "a transform that is undefined": "export let transform;",
    "a transform of a class": "export class transform { constructor() { return []; } }",
    "a default export that is no function": "export default { transform: null };",
    "a transform that is a promise": `export const transform = Promise.resolve(() => ${harmless});`,
    "a transform with another's name": "export function transfrom() { return []; }",
    "a transform that is not there yet": "export { transform }; throw 1; const transform = () => [];",
    "a bracket that closes what is around": "() => 1) , (() => { throw 1 })(",
    "a transform behind a getter of the global object":
      "Object.defineProperty(globalThis, 'transform', { get() { throw 1 } }); export const other = 1;",
  }),
  asWritten(stopped, {
    "a transform behind a getter that loops":
      "Object.defineProperty(globalThis, 'transform', { get() { for (;;) {} } }); export const other = 1;",
    "a transform that is a proxy that loops":
      "export const transform = new Proxy(() => {}, { apply() { for (;;) {} } });",
  }),
  asWritten(gives(harmlessPoints), {
    "an escaped name": `export function \\u0074ransform() { return ${harmless}; }`,
    "a transform that is a proxy": `export const transform = new Proxy(() => ${harmless}, {});`,
    "a transform that is bound": `export const transform = (function () { return this }).bind(${harmless});`,
    "a transform that is exported under its name": `const other = () => ${harmless}; export { other as transform };`,
    "a comment at the end": `export const transform = () => ${harmless}; // the end`,
    "no line end behind": `export const transform = () => ${harmless}`,
    "lines that end otherwise": `export const transform = () => {\r\n  return ${harmless};\r}`,
    "letters of every language": `export const transform = () => { const größe = 1, 値 = 1; return [{ timestamp: größe, value: 値 }]; };`,
  }),
  asWritten(mayGive(harmlessPoints, "TRANSFORM_SYNTAX", "TRANSFORM_CONTRACT", "TRANSFORM_FAILED"), {
    "a first line for a shell": `#!/usr/bin/env node\nexport const transform = () => ${harmless};`,
    "a comment of HTML": `<!-- x\nexport const transform = () => ${harmless};`,
    "a mark of byte order": `\ufeffexport const transform = () => ${harmless};`,
    "NUL in the code": `export const transform = () => ${harmless}; // \0`,
    "NUL in a text of the code": `const text = "a\0b"; export const transform = () => [{ timestamp: 1, value: text.length - 2 }];`,
    "half a character in the code": `const text = "\ud83d"; export const transform = () => [{ timestamp: 1, value: text.length }];`,
    "a line separator in the code": `const text = "\u2028"; export const transform = () => [{ timestamp: 1, value: text.length }];`,
    "a map of the source": `export const transform = () => ${harmless};\n//# sourceMappingURL=file:/etc/passwd`,
    "a name of the source": `export const transform = () => ${harmless};\n//# sourceURL=/etc/passwd`,
    "a name that the sandbox may use": `const metricsmithTransform = 5, guest = 5, exports = 5, module = 5; export const transform = () => ${harmless};`,
    "a million characters of comment": `/*${"x".repeat(1_000_000)}*/ export const transform = () => ${harmless};`,
    "ten thousand functions": `${Array.from({ length: 10_000 }, (_, index) => `function f${index}() {}`).join("\n")}\nexport const transform = () => ${harmless};`,
  }),
  inTransform(gives(harmlessPoints), {
    labels:
      "all: { break all; } again: for (const x of [1]) { for (;;) continue again; } return [{ timestamp: 1, value: 1 }]",
    "a with by the Function constructor":
      "return [{ timestamp: 1, value: Function('all', 'with (all) { return x }')({ x: 1 }) }]",
    "eval that declares": "eval('var all = 2'); return [{ timestamp: 1, value: typeof all === 'undefined' ? 1 : 0 }]",
    "a tag of a template":
      "const tag = (parts, ...all) => parts.raw.length + all.length; return [{ timestamp: 1, value: tag`a${1}\\u0062` - 2 }]",
    "arguments that are changed": "arguments[0] = null; return [{ timestamp: 1, value: input === null ? 0 : 1 }]",
    "a name like the function's own":
      "{ let transform = 5; } return [{ timestamp: 1, value: typeof transform === 'function' ? 1 : 0 }]",
  }),
  whileLoading(gives(harmlessPoints), {
    "further exports": "export let other = 1; export default 5; export const then = null; export class All {}",
    "an export that is a thenable": "export function then(resolve) { resolve({}); }",
  }),
);
