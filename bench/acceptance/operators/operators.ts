import { missingAsZero } from "./missing-as-zero.js";
import type { Operator } from "./operator.js";
import { wrongFields } from "./wrong-fields.js";
import { wrongPoints } from "./wrong-points.js";
import { wrongRecords } from "./wrong-records.js";
import { wrongSums } from "./wrong-sums.js";
import { wrongTimes } from "./wrong-times.js";

export const operators: readonly Operator[] = [
  ...wrongFields,
  missingAsZero,
  ...wrongRecords,
  ...wrongSums,
  ...wrongTimes,
  ...wrongPoints,
];
