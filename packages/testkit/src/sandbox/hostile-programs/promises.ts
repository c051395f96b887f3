import {
  asWritten,
  failed,
  fails,
  gives,
  harmlessPoints,
  hostileKind,
  inTransform,
  mayGive,
  overflown,
  stopped,
  whileLoading,
} from "./hostile-program.js";

const never = fails("TRANSFORM_FAILED", "TRANSFORM_TIMEOUT", "TRANSFORM_CONTRACT");

/** Promises, thenables and async generators: floods, and ends that never come. */
export const promises = hostileKind(
  "promises",
  inTransform(stopped, {
    "a promise that makes the next": "const again = () => Promise.resolve().then(again); return again()",
    "promises that each make two":
      "const twice = () => { Promise.resolve().then(twice); Promise.resolve().then(twice); }; twice(); return new Promise(() => {})",
    "an async loop": "return (async () => { for (;;) await null; })()",
    "an async loop over a generator":
      "async function* all() { for (;;) yield 1; } return (async () => { for await (const _ of all()); })()",
    "an async loop over values that never end":
      "const all = { [Symbol.asyncIterator]: () => ({ next: async () => ({ done: false }) }) }; return (async () => { for await (const _ of all); })()",
    "an async loop that catches everything":
      "return (async () => { for (;;) { try { await null; } finally { continue; } } })()",
    "a thenable that gives itself": "const again = { then(resolve) { resolve(again) } }; return Promise.resolve(again)",
    "a thenable that loops": "return Promise.resolve({ then() { for (;;) {} } })",
    "a thenable that loops when looked at": "return Promise.resolve({ get then() { for (;;) {} } })",
    "a promise that loops while it is made": "return new Promise(() => { for (;;) {} })",
    "a handler that loops": "return Promise.resolve().then(() => { for (;;) {} })",
    "Promise.all of values that never end":
      "return Promise.all({ [Symbol.iterator]: () => ({ next: () => ({ done: false, value: 1 }) }) })",
  }),
  whileLoading(stopped, {
    "an async loop while loading": "for (;;) await null;",
  }),
  inTransform(overflown, {
    "an async generator of itself":
      "async function* all() { yield* all(); } return (async () => { for await (const _ of all()); })()",
  }),
  inTransform(never, {
    "a promise that never settles": "return new Promise(() => {})",
    "a race of nobody": "return Promise.race([])",
    "an await that never ends": "return (async () => { await new Promise(() => {}); })()",
    "a thenable that never settles": "return Promise.resolve({ then() {} })",
  }),
  whileLoading(never, {
    "an await that never ends while loading": "await new Promise(() => {});",
  }),
  inTransform(failed, {
    "a promise that is rejected": "return Promise.reject(new Error('no'))",
    "a promise that is rejected with nothing": "return Promise.reject()",
    "a promise of itself":
      "let resolve; const all = new Promise((done) => { resolve = done }); resolve(all); return all",
    "a thenable that throws": "return Promise.resolve({ then() { throw 1 } })",
    "a thenable that throws when looked at": "return Promise.resolve({ get then() { throw 1 } })",
  }),
  whileLoading(failed, {
    "a rejection while loading": "await Promise.reject(new Error('no'));",
  }),
  inTransform(gives(harmlessPoints), {
    "a rejection that nobody handles": "Promise.reject(new Error('nobody')); return [{ timestamp: 1, value: 1 }]",
    "a promise of a promise": "return Promise.resolve(Promise.resolve([{ timestamp: 1, value: 1 }]))",
    "a thenable that settles twice":
      "return Promise.resolve({ then(resolve, reject) { resolve([{ timestamp: 1, value: 1 }]); resolve([]); reject(1); throw 1; } })",
    "a subclass of Promise":
      "class All extends Promise { static get [Symbol.species]() { throw 1 } } return All.resolve([{ timestamp: 1, value: 1 }])",
    "a promise whose own then is replaced":
      "return Object.assign(Promise.resolve([{ timestamp: 1, value: 1 }]), { then() { throw 1 } })",
  }),
  inTransform(mayGive(harmlessPoints, "TRANSFORM_CONTRACT", "TRANSFORM_TIMEOUT", "TRANSFORM_MEMORY"), {
    "a thenable as the result": "return { then(resolve) { resolve([{ timestamp: 1, value: 1 }]) } }",
    "a flood behind the result":
      "const again = () => Promise.resolve().then(again); again(); return [{ timestamp: 1, value: 1 }]",
  }),
  asWritten(fails("TRANSFORM_CONTRACT"), {
    "an async generator as transform": "export async function* transform() { yield { timestamp: 1, value: 1 }; }",
    "a generator as transform": "export function* transform() { yield { timestamp: 1, value: 1 }; }",
  }),
);
