import { defineHidden } from "./define-hidden.js";

const members =
  "Collator DateTimeFormat DisplayNames DurationFormat ListFormat Locale NumberFormat PluralRules RelativeTimeFormat Segmenter " +
  "getCanonicalLocales supportedValuesOf";

/** Something that throws when it is called, with or without `new`. */
function absentMember(name: string): () => never {
  return function () {
    throw new TypeError(
      `The sandbox has no Intl.${name}, but Intl.DateTimeFormat and Intl.NumberFormat where code names them`,
    );
  };
}

/** Defines `Intl`, whose members say that they are not there until others define them. */
export function installIntl(): void {
  const intl = {};
  for (const name of members.split(" ")) defineHidden(intl, { [name]: absentMember(name) });
  defineHidden(globalThis, { Intl: intl });
}
