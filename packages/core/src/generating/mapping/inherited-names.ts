/**
 * Property names that JSON values inherit from their prototypes in some engine, and text's own `length`: reading one with a dot
 * could give something that is not in the data. A fixed list, so that the same mapping compiles to the same code everywhere.
 */
export const inheritedNames: ReadonlySet<string> = new Set(
  (
    "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ constructor hasOwnProperty isPrototypeOf " +
    "propertyIsEnumerable toLocaleString toString valueOf " +
    "at concat copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap forEach group groupToMap " +
    "includes indexOf join keys lastIndexOf length map pop push reduce reduceRight reverse shift slice some sort splice " +
    "toReversed toSorted toSpliced unshift values with " +
    "anchor big blink bold charAt charCodeAt codePointAt endsWith fixed fontcolor fontsize isWellFormed italics link " +
    "localeCompare match matchAll normalize padEnd padStart repeat replace replaceAll search small split startsWith strike " +
    "sub substr substring sup toLocaleLowerCase toLocaleUpperCase toLowerCase toUpperCase toWellFormed trim trimEnd trimLeft " +
    "trimRight trimStart " +
    "toExponential toFixed toPrecision"
  ).split(" "),
);
