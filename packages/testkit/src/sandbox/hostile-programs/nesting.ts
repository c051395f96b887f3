import {
  fails,
  gives,
  harmlessPoints,
  hostileKind,
  inChart,
  inTransform,
  mayGive,
  withInput,
} from "./hostile-program.js";

const unreadable = mayGive(
  harmlessPoints,
  "FETCH_MALFORMED",
  "TRANSFORM_FAILED",
  "TRANSFORM_MEMORY",
  "TRANSFORM_TIMEOUT",
);
const tooDeep = fails("TRANSFORM_CONTRACT", "TRANSFORM_MEMORY", "TRANSFORM_FAILED", "TRANSFORM_TIMEOUT");

function nested(levels: number): unknown {
  let all: unknown = 1;
  for (let level = 0; level < levels; level++) all = [all];
  return all;
}

/** Data nested so deeply that what calls itself for each level overflows. */
export const nesting = hostileKind(
  "nesting",
  withInput(
    `${"[".repeat(100_000)}${"]".repeat(100_000)}`,
    inTransform(unreadable, { "an input of a hundred thousand levels": "return [{ timestamp: 1, value: 1 }]" }),
  ),
  withInput(
    `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`,
    inTransform(unreadable, { "an input of a hundred thousand objects": "return [{ timestamp: 1, value: 1 }]" }),
  ),
  withInput(
    `${"[".repeat(50)}${"]".repeat(50)}`,
    inTransform(gives(harmlessPoints), {
      "an input of fifty levels":
        "let all = input; let levels = 1; while (all.length > 0) { all = all[0]; levels++; } return [{ timestamp: 1, value: levels === 50 ? 1 : 0 }]",
    }),
  ),
  inTransform(tooDeep, {
    "objects of a hundred thousand levels out":
      "let all = {}; for (let i = 0; i < 1e5; i++) all = { all }; return [{ timestamp: 1, value: 1, dimensions: all }]",
    "arrays of five thousand levels out":
      "let all = []; for (let i = 0; i < 5000; i++) all = [all]; return [{ timestamp: 1, value: 1, dimensions: all }]",
    "levels out that toJSON makes":
      "let i = 0; const toJSON = () => i++ < 5000 ? [{ toJSON }] : 1; return [{ timestamp: 1, value: 1, dimensions: { toJSON } }]",
    "levels out between brackets in text":
      "let all = ']]]]\"'; for (let i = 0; i < 5000; i++) all = { ']': all, '}\\\\\"': ']' }; return [{ timestamp: 1, value: 1, dimensions: all }]",
  }),
  inTransform(gives([{ timestamp: 1, value: 1, dimensions: nested(50) as never }]), {
    "arrays of fifty levels out":
      "let all = 1; for (let i = 0; i < 50; i++) all = [all]; return [{ timestamp: 1, value: 1, dimensions: all }]",
  }),
  inTransform(gives([{ timestamp: 1, value: 1, dimensions: "[".repeat(500) }]), {
    "brackets that are text": "return [{ timestamp: 1, value: 1, dimensions: '['.repeat(500) }]",
  }),
  inChart(tooDeep, {
    "a chart of five thousand levels": "let all = {}; for (let i = 0; i < 5000; i++) all = { all }; return all",
  }),
);
