/**
 * Built-ins as they were before any foreign code ran. Guest code uses only these, because a transform may replace every
 * prototype method: nothing here may be reached by a property look-up at run time. For the same reason guest code joins text with
 * `+`: QuickJS runs a template literal as a call of `String.prototype.concat`.
 */

type AnyMethod = (this: never, ...parameters: never[]) => unknown;
type Uncurried<Method extends AnyMethod> = (
  self: ThisParameterType<Method>,
  ...parameters: Parameters<Method>
) => ReturnType<Method>;

const uncurry = Function.prototype.bind.bind(Function.prototype.call) as unknown as <Method extends AnyMethod>(
  method: Method,
) => Uncurried<Method>;

export const { parse: parseJson, stringify: stringifyJson } = JSON;
export const { isArray } = Array;
export const { isFinite, isInteger } = Number;
export const { imul, floor } = Math;
export const { defineProperty, getOwnPropertyDescriptor } = Object;
export const toText = String;
export const toNumber = Number;
export const readInteger = parseInt;
export const readDecimal = parseFloat;
export const PristineDate = Date;
export const utc = Date.UTC;
export const Float64 = Float64Array;
export const Uint32 = Uint32Array;
export const PristineArrayBuffer = ArrayBuffer;
export const PristineMap = Map;
export const PristineProxy = Proxy;
export const PristineError = Error;
export const PristineRangeError = RangeError;
export const PristineTypeError = TypeError;

export const getTime = uncurry(Date.prototype.getTime as (this: unknown) => number);
export const getUTCFullYear = uncurry(Date.prototype.getUTCFullYear as (this: Date) => number);
export const getUTCMonth = uncurry(Date.prototype.getUTCMonth as (this: Date) => number);
export const getUTCDate = uncurry(Date.prototype.getUTCDate as (this: Date) => number);
export const getUTCHours = uncurry(Date.prototype.getUTCHours as (this: Date) => number);
export const getUTCMinutes = uncurry(Date.prototype.getUTCMinutes as (this: Date) => number);
export const getUTCDay = uncurry(Date.prototype.getUTCDay as (this: Date) => number);
export const execute = uncurry(RegExp.prototype.exec as (this: RegExp, text: string) => RegExpExecArray | null);
export const slice = uncurry(String.prototype.slice as (this: string, start: number, end: number) => string);
export const repeat = uncurry(String.prototype.repeat as (this: string, count: number) => string);
export const mapGet = uncurry(Map.prototype.get as (this: Map<string, number>, key: string) => number | undefined);
export const mapSet = uncurry(Map.prototype.set as (this: Map<string, number>, key: string, value: number) => unknown);
export const objectMapGet = uncurry(
  Map.prototype.get as (this: Map<object, object>, key: object) => object | undefined,
);
export const objectMapSet = uncurry(
  Map.prototype.set as (this: Map<object, object>, key: object, value: object) => unknown,
);
