import {
  asWritten,
  fails,
  gives,
  harmlessPoints,
  hostileKind,
  inTransform,
  mayGive,
  refused,
  whileLoading,
} from "./hostile-program.js";

const outside = [
  "process",
  "require",
  "module",
  "exports",
  "Buffer",
  "WebAssembly",
  "Deno",
  "Bun",
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "Worker",
  "MessageChannel",
  "BroadcastChannel",
  "parentPort",
  "postMessage",
  "importScripts",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "navigator",
  "crypto",
  "global",
  "window",
  "self",
  "std",
  "os",
  "print",
  "scriptArgs",
  "__loadScript",
  "gc",
];

/** Ways to the host: its objects, modules, files, network and threads. */
export const escapes = hostileKind(
  "escapes",
  inTransform(gives([{ timestamp: 1, value: 0, dimensions: [] }]), {
    "names of the host": `
      const found = ${JSON.stringify(outside)}.filter((name) => name in globalThis);
      return [{ timestamp: 1, value: found.length, dimensions: found }]`,
    "names of the host, behind a sloppy function": `
      const all = Function('return this')();
      const found = ${JSON.stringify(outside)}.filter((name) => name in all);
      return [{ timestamp: 1, value: found.length, dimensions: found }]`,
  }),
  inTransform(gives(harmlessPoints), {
    "`this` of a function": "return [{ timestamp: 1, value: (function () { return this === undefined ? 1 : 0 })() }]",
    "the prototypes of what is given": `
      const ends = [input, argument, context, context.local, context.fetchedAt].map((value) => {
        while (Object.getPrototypeOf(value) !== null) value = Object.getPrototypeOf(value);
        return value === Object.prototype;
      });
      return [{ timestamp: 1, value: ends.every(Boolean) ? 1 : 0 }]`,
    "the functions of what is given": `
      const own = [context.local.constructor, context.fetchedAt.constructor.constructor, input.constructor.constructor];
      return [{ timestamp: 1, value: own.every((value) => value === Function) ? 1 : 0 }]`,
  }),
  inTransform(refused, {
    "the constructor of a function": "return (() => {}).constructor('return process')().exit(1)",
    "the constructor of the input": "return input.constructor.constructor('return process')().exit(1)",
    "the constructor of the argument": "return argument.constructor.constructor('return process')().exit(1)",
    "the constructor of the context": "return context.local.constructor('return process')().exit(1)",
    "the constructor of the global object": "return globalThis.constructor.constructor('return process')().exit(1)",
    "the constructor of an async function": "return (async () => {}).constructor('return process.exit(1)')()",
    "the constructor of a generator": "return (function* () {}).constructor('yield process.exit(1)')().next()",
    "the constructor of an async generator":
      "return (async function* () {}).constructor('yield process.exit(1)')().next()",
    "the constructor of an error":
      "try { null.x } catch (error) { return error.constructor.constructor('return process')().exit(1) }",
    "direct eval": "return eval('process.exit(1)')",
    "indirect eval": "return (0, eval)('process.exit(1)')",
    "eval of an import": "return (0, eval)('import(\"node:fs\")').then((fs) => fs.readFileSync('/etc/passwd'))",
    require: "return require('node:child_process').execSync('id')",
    "the loader of modules": "return module.constructor._load('node:fs')",
    bindings: "return process.binding('fs')",
    "dynamic import": "return import('node:fs').then((fs) => fs.readFileSync('/etc/passwd'))",
    "dynamic import of a file": "return import('/etc/passwd')",
    "dynamic import of an address": "return import('http://127.0.0.1/x.js')",
    "dynamic import of data": "return import('data:text/javascript,export default 1')",
    "dynamic import of a name that throws": "return import({ toString() { throw new Error('read') } })",
    "what calls the code": "return transform.caller.caller.constructor('return process')()",
    "arguments.callee": "return arguments.callee.caller.constructor('return process')()",
    "frames of the stack":
      "Error.prepareStackTrace = (_, frames) => frames[0].getThis().process.exit(1); return new Error().stack.process.exit(1)",
    fetch: "return fetch('http://127.0.0.1/')",
    "a web socket": "return new WebSocket('ws://127.0.0.1/')",
    "a worker": "return new Worker('data:text/javascript,1')",
    "the port to the host": "return globalThis.parentPort.postMessage('x')",
    "a timer": "return new Promise((resolve) => setTimeout(resolve, 1))",
    "a timer with text": "return setTimeout('process.exit(1)', 1)",
    WebAssembly: "return new WebAssembly.Memory({ initial: 1000 })",
    "the address of the module": "return [{ timestamp: 1, value: 1, series: import.meta.url.href.path }]",
  }),
  whileLoading(refused, {
    "an import": "import fs from 'node:fs'; fs.readFileSync('/etc/passwd');",
    "an import for its effects": "import 'node:child_process';",
    "an import of a file": "import all from '/etc/passwd'; all.x;",
    "an import of a file beside": "import all from './transform.js'; all.x;",
    "an import with attributes": "import all from './package.json' with { type: 'json' }; all.x;",
    "an import of the interpreter's own modules":
      "import * as std from 'std'; import * as os from 'os'; std.exit(os.x);",
    "an export from a module": "export * from 'node:fs';",
    "a dynamic import that is awaited": "await import('node:fs');",
  }),
  asWritten(fails("TRANSFORM_FAILED", "TRANSFORM_SYNTAX", "TRANSFORM_CONTRACT"), {
    "a transform from a module": "export { readFileSync as transform } from 'node:fs';",
    "a transform that is require": "export const transform = globalThis.require;",
  }),
  inTransform(mayGive(harmlessPoints, "TRANSFORM_FAILED"), {
    "a clock beside Date":
      "const now = () => performance.now(); const start = now(); for (let i = 0; i < 1e6; i++); return [{ timestamp: 1, value: now() === start ? 1 : 0 }]",
    "the origin of time": "return [{ timestamp: 1, value: performance.timeOrigin + performance.now() < 1e9 ? 1 : 0 }]",
  }),
);
