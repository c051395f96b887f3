import { z } from "zod";
import { mappingPathSchema } from "./mapping-path.js";

interface NamedPathsLimits {
  readonly maximumNames: number;
  /** UTF-16 units of a name. */
  readonly maximumLength: number;
  /** Names that cannot be had. */
  readonly reserved: readonly string[];
}

/** An object of names to paths. */
export function namedPathsSchema({ maximumNames, maximumLength, reserved }: NamedPathsLimits) {
  return z
    .custom<Record<string, unknown>>(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
      "must be an object of names to paths",
    )
    .superRefine((paths, context) => {
      const names = Object.keys(paths);
      if (names.length > maximumNames) {
        context.addIssue({
          code: "custom",
          message: `has ${names.length} names; at most ${maximumNames} are possible`,
        });
      }
      for (const name of names) {
        if (name === "" || name.length > maximumLength || reserved.includes(name)) {
          context.addIssue({ code: "custom", message: `cannot be called ${JSON.stringify(name.slice(0, 100))}` });
        }
      }
    })
    .pipe(z.record(z.string(), mappingPathSchema));
}
