/// <reference path="../virtual-modules.d.ts" />
import {
  installConsoleSource,
  installDatesSource,
  installIntlSource,
  installKeepNameSource,
  installNumbersSource,
  installStructuredCloneSource,
  installTextSource,
} from "virtual:sandbox-guest";

/** Something that code expects everywhere and QuickJS lacks. */
export interface Shim {
  readonly name: "console" | "intl" | "dates" | "numbers" | "text" | "structuredClone" | "keepName";
  /** Found in code that may use it. A name that code computes is not seen; what QuickJS has under such a name must not be wrong. */
  readonly askedBy: RegExp;
  /** A JavaScript expression whose value is the function that installs it, to be called with the guest's settings as JSON text. */
  readonly source: string;
}

/** In the order in which they are installed. */
const shims: readonly Shim[] = [
  { name: "console", askedBy: /\bconsole\b/, source: installConsoleSource },
  { name: "intl", askedBy: /\bIntl\b/, source: installIntlSource },
  { name: "dates", askedBy: /\b(?:DateTimeFormat|toLocale(?:Date|Time)?String)\b/, source: installDatesSource },
  { name: "numbers", askedBy: /\b(?:NumberFormat|toLocaleString)\b/, source: installNumbersSource },
  { name: "text", askedBy: /\b(?:localeCompare|toLocale(?:Lower|Upper)Case)\b/, source: installTextSource },
  { name: "structuredClone", askedBy: /\bstructuredClone\b/, source: installStructuredCloneSource },
  { name: "keepName", askedBy: /\b__name\b/, source: installKeepNameSource },
];

/** The shims that a script names. Each takes longer to install than a small script takes to run. */
export function neededShims(script: string): Shim[] {
  return shims.filter(({ askedBy }) => askedBy.test(script));
}
