import type { SeededRandom } from "../seeded-random.js";

const LOWER = "abcdefghijklmnopqrstuvwxyz";
const UPPER = LOWER.toUpperCase();
const HEX = "0123456789abcdef";
// What tells kinds of tokens apart stays: code may look at it.
const TOKEN_PREFIX =
  /^(?:(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)[-_]|sk-|gh[pousr]_|github_pat_|glpat-|xox[abeoprs]-|whsec_|npm_|hf_|shp(?:at|ca|pa|ss)_|dop_v1_|SG\.|ya29\.|AIza|A(?:KIA|SIA)|eyJ|(?:Bearer|Basic|Token) )/;
const EMAIL = /^(.+?)(@|%40)([^@]+)(\.[a-z]{2,})$/i;
const WRITTEN_TIME = /^\d{4}-\d{2}(?:-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)?$/;

/**
 * A text of the same length and form that says nothing of the original: letters for letters of the same case, digits for digits,
 * everything else as it is. An email stays an email, a date a date, a token keeps its prefix.
 */
export function standInFor(original: string, random: SeededRandom): string {
  const prefix = TOKEN_PREFIX.exec(original)?.[0] ?? /^[A-Z]{2}(?=\d{2} ?[A-Z\d]{4})/.exec(original)?.[0];
  if (prefix !== undefined && prefix.length < original.length)
    return `${prefix}${replaceCharacters(original.slice(prefix.length), random)}`;
  const email = EMAIL.exec(original);
  if (email !== null) {
    const [, local = "", at = "", domain = "", ending = ""] = email;
    return `${replaceCharacters(local, random)}${at}${replaceCharacters(domain, random)}${ending}`;
  }
  if (WRITTEN_TIME.test(original)) return replaceTime(original, random);
  if (/^(?=.*\d)(?=.*[a-f])[\da-f-]{8,}$/.test(original)) return original.replace(/[\da-f]/g, () => pick(HEX, random));
  return replaceCharacters(original, random);
}

function replaceCharacters(text: string, random: SeededRandom): string {
  let isFirst = true;
  return text.replace(/\p{L}|\d/gu, (character) => {
    const isLeading = isFirst;
    isFirst = false;
    if (/\d/.test(character)) {
      // A number keeps its digits: no zero appears at its front, or goes.
      if (character === "0" && isLeading) return "0";
      return isLeading ? String(1 + Math.floor(random() * 9)) : String(Math.floor(random() * 10));
    }
    if (/\p{Script=Han}/u.test(character) && character.length === 1)
      return String.fromCharCode(0x4e00 + Math.floor(random() * 5_000));
    const alphabet = /\p{Lu}/u.test(character) ? UPPER : LOWER;
    return Array.from({ length: character.length }, () => pick(alphabet, random)).join("");
  });
}

/** Another day at another time, with the same offset. */
function replaceTime(text: string, random: SeededRandom): string {
  const [, date = "", clock = "", zone = ""] = /^(\d{4}-\d{2}(?:-\d{2})?)(.*?)(Z|[+-]\d{2}:?\d{2})?$/.exec(text) ?? [];
  const between = (least: number, most: number): string =>
    String(least + Math.floor(random() * (most - least + 1))).padStart(2, "0");
  const newDate = `${between(1950, 2049)}-${between(1, 12)}${date.length > 7 ? `-${between(1, 28)}` : ""}`;
  const newClock = clock.replace(/\d{2}:\d{2}(:\d{2})?/, (match, seconds?: string) => {
    void match;
    return `${between(0, 23)}:${between(0, 59)}${seconds === undefined ? "" : `:${between(0, 59)}`}`;
  });
  return `${newDate}${newClock.replace(/\.\d+/, (fraction) => fraction.replace(/\d/g, () => pick("0123456789", random)))}${zone}`;
}

function pick(characters: string, random: SeededRandom): string {
  return characters.charAt(Math.floor(random() * characters.length));
}
