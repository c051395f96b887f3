import type { SeededRandom } from "./seeded-random.js";

const ALPHABET = "abcdefghjkmnpqrstvwxyz23456789";
const LENGTH = 20;

/** Texts from outside between two lines that cannot stand inside. */
export interface FencedData {
  /** What the lines are told by. */
  readonly boundary: string;
  readonly text: string;
}

/**
 * The text between a line that opens and one that closes it. Their boundary is drawn until it is nowhere in the text or in
 * `others`, also not in other letters, with characters between that are not seen, or in letters that look alike.
 */
export function fenceData(text: string, random: SeededRandom, others: readonly string[] = []): FencedData {
  const plain = [text, ...others].map((one) => plainText(one)).join("\n");
  let boundary = drawBoundary(random);
  while (plain.includes(boundary)) boundary = drawBoundary(random);
  return { boundary, text: `${openingLine(boundary)}\n${text}\n${closingLine(boundary)}` };
}

export function openingLine(boundary: string): string {
  return `----- begin of data ${boundary} -----`;
}

export function closingLine(boundary: string): string {
  return `----- end of data ${boundary} -----`;
}

function drawBoundary(random: SeededRandom): string {
  return Array.from({ length: LENGTH }, () => ALPHABET.charAt(Math.floor(random() * ALPHABET.length))).join("");
}

function plainText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\\u[\da-f]{4}|[\p{Cf}\p{Cc}\p{M}\s]/giu, "")
    .toLowerCase();
}
