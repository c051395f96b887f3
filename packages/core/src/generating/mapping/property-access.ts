import { inheritedNames } from "./inherited-names.js";
import { stringLiteral } from "./string-literal.js";

const IDENTIFIER = /^[A-Za-z_$][A-Za-z0-9_$]*$/;
const ARRAY_INDEX = /^(0|[1-9][0-9]{0,8})$/;

/**
 * An expression that reads `keys` one after the other from `start`, `undefined` where one is absent. It never throws and
 * reads only what is in the data: names that objects inherit, and array positions, go through the helper `own`.
 */
export function propertyAccess(start: string, keys: readonly string[]): string {
  let expression = start;
  for (const key of keys) {
    if (ARRAY_INDEX.test(key)) expression = `own(${expression}, ${key})`;
    else if (inheritedNames.has(key)) expression = `own(${expression}, ${stringLiteral(key)})`;
    else if (IDENTIFIER.test(key)) expression = `${expression}?.${key}`;
    else expression = `${expression}?.[${stringLiteral(key)}]`;
  }
  return expression;
}

/** A property name as it is written in an object literal. */
export function propertyName(name: string): string {
  return IDENTIFIER.test(name) ? name : stringLiteral(name);
}
