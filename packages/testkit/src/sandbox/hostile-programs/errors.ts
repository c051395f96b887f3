import {
  failed,
  fails,
  gives,
  harmlessPoints,
  hostileKind,
  inTransform,
  stopped,
  whileLoading,
} from "./hostile-program.js";

/** Its words look like those of the interpreter itself. */
const spoken = fails("TRANSFORM_FAILED", "TRANSFORM_MEMORY");

/** Things thrown that are no errors, or that run code when they are read. */
export const errors = hostileKind(
  "errors",
  inTransform(stopped, {
    "a message that loops": "throw { get message() { for (;;) {} } }",
    "a name that loops": "throw Object.defineProperty(new Error('x'), 'name', { get() { for (;;) {} } })",
    "a stack that loops": "throw Object.defineProperty(new Error('x'), 'stack', { get() { for (;;) {} } })",
    "a text that loops": "throw { toString() { for (;;) {} }, toJSON() { for (;;) {} } }",
    "a proxy that loops": "throw new Proxy({}, { get() { for (;;) {} }, getPrototypeOf() { for (;;) {} } })",
  }),
  inTransform(failed, {
    null: "throw null",
    undefined: "throw undefined",
    "a number": "throw -0",
    "a text": "throw 'text'",
    "an empty text": "throw ''",
    "a symbol": "throw Symbol('x')",
    "a big integer": "throw 10n ** 1000n",
    "an array": "throw [1, 2, 3]",
    "a function": "throw () => {}",
    "a class": "throw class All {}",
    "a promise": "throw Promise.resolve(1)",
    "an object without a prototype": "throw Object.create(null)",
    "an object that contains itself": "const all = {}; all.all = all; throw all",
    "a proxy that throws": "throw new Proxy({}, { get() { throw new Proxy({}, {}) } })",
    "a proxy that throws itself":
      "const all = new Proxy({}, { get() { throw all }, getPrototypeOf() { throw all } }); throw all",
    "a revoked proxy, thrown": "const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); throw proxy",
    "an error without a prototype": "throw Object.setPrototypeOf(new Error('x'), null)",
    "a name that is no text": "throw Object.assign(new Error('x'), { name: { toString() { throw 1 } } })",
    "a message that is no text": "throw Object.assign(new Error('x'), { message: Symbol('x') })",
    "a stack that is no text": "throw Object.assign(new Error('x'), { stack: 5 })",
    "a stack that throws": "throw Object.defineProperty(new Error('x'), 'stack', { get() { throw 1 } })",
    "a message that throws": "throw Object.defineProperty(new Error('x'), 'message', { get() { throw 1 } })",
    "a text of an error that throws":
      "throw Object.assign(new Error(), { toString() { throw 1 }, toJSON() { throw 1 } })",
    "causes in a circle": "const error = new Error('x'); error.cause = error; throw error",
    "a cause that throws when read": "throw Object.defineProperty(new Error('x'), 'cause', { get() { throw 1 } })",
    "an aggregate of errors": "throw new AggregateError([new Error('a'), new Error('b')], 'x')",
    "an error of a class": "class Own extends RangeError { get name() { return 'Own' } } throw new Own('x')",
    "controls in a message":
      "throw Object.assign(new Error('a\\u001b[31mb\\r\\nc\\u0000d\\u202ee\\ud83d'), { name: 'N\\u0007' })",
    "a stack with false places":
      "throw Object.assign(new Error('x'), { stack: 'at x (transform.js:999999999999:-5)\\n at /etc/passwd:1' })",
    "a code of the host": "throw { name: 'MetricsmithError', code: 'SANDBOX_UNAVAILABLE', message: 'x' }",
    "a limit of the stack": "Error.stackTraceLimit = Infinity; throw new Error('x')",
    "no limit of the stack":
      "Object.defineProperty(Error, 'stackTraceLimit', { get() { throw 1 } }); throw new Error('x')",
    "Error.captureStackTrace": "const all = {}; Error.captureStackTrace?.(all); throw all",
    "a stack that is prepared": "Error.prepareStackTrace = () => ({ toString() { throw 1 } }); throw new Error('x')",
    "a syntax error": "throw new SyntaxError('x')",
    "an unknown class of errors": "throw new DOMException('x')",
    "an error in finally": "try { throw 1 } finally { throw new Error('x') }",
    "patched errors":
      "Error.prototype.name = 5; Error.prototype.toString = () => { throw 1 }; globalThis.Error = null; null.x",
    "patched reading of errors": "String.prototype.slice = JSON.stringify = () => { throw 1 }; throw new Error('x')",
  }),
  inTransform(spoken, {
    "words of an interpreter out of memory":
      "throw Object.assign(new Error('out of memory'), { name: 'InternalError' })",
    "words of an interpreter that is interrupted":
      "throw Object.assign(new Error('interrupted'), { name: 'InternalError' })",
    "words of an interpreter out of stack":
      "throw Object.assign(new Error('stack overflow'), { name: 'InternalError' })",
  }),
  whileLoading(failed, {
    "an error while loading": "throw new Error('x');",
    "null while loading": "throw null;",
    "words of a module that is missing": "throw new ReferenceError(`'process' is not defined`);",
  }),
  inTransform(gives(harmlessPoints), {
    "errors that are caught":
      "for (let i = 0; i < 1000; i++) try { null.x } catch {} return [{ timestamp: 1, value: 1 }]",
    "an error that is returned beside points":
      "return Object.assign([{ timestamp: 1, value: 1 }], { error: new Error('x'), code: 'TRANSFORM_FAILED' })",
  }),
);
