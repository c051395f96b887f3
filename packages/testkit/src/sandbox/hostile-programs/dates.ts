import { fails, gives, hostileKind, inTransform, mayGive } from "./hostile-program.js";

const noTime = gives([{ timestamp: Number.NaN, value: 1 }]);
const five = gives([{ timestamp: 5, value: 1 }]);
const latest = 8.64e15;

/** Dates that are none, or say something else than they hold. */
export const dates = hostileKind(
  "dates",
  inTransform(noTime, {
    "an invalid date": "return [{ timestamp: new Date(NaN), value: 1 }]",
    "a date beyond all dates": "return [{ timestamp: new Date(8.64e15 + 1), value: 1 }]",
    "the prototype of dates": "return [{ timestamp: Date.prototype, value: 1 }]",
    "an object that inherits from dates": "return [{ timestamp: Object.create(Date.prototype), value: 1 }]",
    "a proxy of a date": "return [{ timestamp: new Proxy(new Date(5), {}), value: 1 }]",
    "an object with getTime": "return [{ timestamp: { getTime: () => 5 }, value: 1 }]",
    "an object with valueOf": "return [{ timestamp: { valueOf: () => 5 }, value: 1 }]",
    "an object with Symbol.toPrimitive": "return [{ timestamp: { [Symbol.toPrimitive]: () => 5 }, value: 1 }]",
    "a boxed text": "return [{ timestamp: new String('2026-01-01'), value: 1 }]",
    "a month that does not exist": "return [{ timestamp: '2026-13-01', value: 1 }]",
    "a day that does not exist": "return [{ timestamp: '2026-02-30T00:00:00Z', value: 1 }]",
    "a big integer as a time": "return [{ timestamp: 5n, value: 1 }]",
    "a symbol as a time": "return [{ timestamp: Symbol('5'), value: 1 }]",
    "a time behind a NUL": "return [{ timestamp: '2026-01-01\\0', value: 1 }]",
    "a time of a million digits": "return [{ timestamp: '2026-01-01T00:00:00.' + '1'.repeat(1e5) + 'x', value: 1 }]",
  }),
  inTransform(five, {
    "a date of a subclass":
      "return [{ timestamp: new (class extends Date { getTime() { return 9 } valueOf() { return 9 } })(5), value: 1 }]",
    "a date with a getTime of its own":
      "return [{ timestamp: Object.assign(new Date(5), { getTime: () => 9, toJSON: () => 9 }), value: 1 }]",
    "a date with a Symbol.toPrimitive of its own":
      "return [{ timestamp: Object.defineProperty(new Date(5), Symbol.toPrimitive, { value() { throw 1 } }), value: 1 }]",
    "a date without a prototype": "return [{ timestamp: Object.setPrototypeOf(new Date(5), null), value: 1 }]",
    "a date that is frozen": "return [{ timestamp: Object.freeze(new Date(5)), value: 1 }]",
    "a date whose prototype's methods are replaced":
      "Date.prototype.getTime = Date.prototype.valueOf = () => 9; return [{ timestamp: new Date(5), value: 1 }]",
    "a time whose getter answers once":
      "let count = 0; return [{ get timestamp() { return count++ === 0 ? 5 : 9 }, value: 1 }]",
  }),
  inTransform(gives([latest, -latest].map((timestamp) => ({ timestamp, value: 1 }))), {
    "the first and the last date":
      "return [8.64e15, -8.64e15].map((time) => ({ timestamp: new Date(time), value: 1 }))",
  }),
  inTransform(gives([{ timestamp: Date.UTC(2026, 2, 1, 12), value: 1 }]), {
    "a clock that is set":
      "const { fetchedAt } = context; Date.now = () => 5; fetchedAt.getTime = () => 5; return [{ timestamp: new Date(), value: 1 }]",
    "a date that is changed": "new Date().setTime(5); return [{ timestamp: new Date(), value: 1 }]",
  }),
  inTransform(fails("TRANSFORM_FAILED"), {
    "the text of an invalid date": "return new Date(NaN).toISOString()",
    "local time of no time": "return [{ timestamp: 1, value: context.local('tomorrow').hour }]",
    "local time of an object that throws":
      "return [{ timestamp: 1, value: context.local({ valueOf() { throw 1 } }).hour }]",
  }),
  inTransform(mayGive([{ timestamp: Number.NaN, value: 1 }], "TRANSFORM_FAILED", "TRANSFORM_CONTRACT"), {
    "a time whose getter throws": "return [{ get timestamp() { throw 1 }, value: 1 }]",
    "the year 99999 as text": "return [{ timestamp: '+99999-01-01', value: 1 }]",
  }),
);
