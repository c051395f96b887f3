/** Names of what can be found by its form, or (`secret-key`) by the key that it stands under. */
export const maskDetectors = ["email", "token", "secret-key", "card", "iban", "phone", "private-address"] as const;
export type MaskDetector = (typeof maskDetectors)[number];

/** All but private addresses, which measurements of machines are told apart by. */
export const usualDetectors: readonly MaskDetector[] = maskDetectors.filter((name) => name !== "private-address");

interface Form {
  readonly detector: MaskDetector;
  /** Global; what it matches is replaced as a whole. */
  readonly pattern: RegExp;
  /** A second look at what the pattern matched. */
  readonly isMeant?: (match: string) => boolean;
}

const FORMS: readonly Form[] = [
  {
    detector: "token",
    pattern: /(?<=-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----)[^-]{16,20000}/g,
  },
  { detector: "token", pattern: /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]{8,})?/g },
  {
    detector: "token",
    pattern:
      /(?:\b(?:sk|pk|rk)[-_](?:live|test|proj|ant|or)[-_]|\bsk-|\bgh[pousr]_|\bgithub_pat_|\bglpat-|\bxox[abeoprs]-|\bwhsec_|\bnpm_|\bhf_|\bshp(?:at|ca|pa|ss)_|\bdop_v1_|\bSG\.|\bya29\.|\bAIza|\bA(?:KIA|SIA))[\w.-]{12,}/g,
  },
  // The credentials of an address, and its parameters with the names of secrets.
  { detector: "token", pattern: /(?<=:\/\/[^\s/:@"]{0,200}:)[^\s/@"]{3,500}(?=@)/g },
  {
    detector: "token",
    pattern:
      /(?<=[?&](?:access_token|refresh_token|id_token|token|api_?key|key|sig|signature|secret|client_secret|password|X-Amz-Signature)=)[^{&#\s"'][^&#\s"']{5,}/gi,
  },
  { detector: "token", pattern: /(?<=\b(?:bearer|basic)\s)[\w.~+/-]{8,}=*/gi },
  {
    detector: "email",
    pattern: /(?<![\w.!#$'*+^{|}~-])[\w.!#$'*+^{|}~-]+(?:@|%40)[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,8}/gi,
  },
  { detector: "token", pattern: /(?<![\w-])[\w-]{24,}={0,2}(?![\w-])/g, isMeant: looksRandom },
  { detector: "iban", pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?\b/g, isMeant: isIban },
  {
    detector: "card",
    pattern:
      /(?<![\w.-])(?:3[47]\d{2}[ -]?\d{6}[ -]?\d{5}|(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6(?:011|5\d{2}))(?:[ -]?\d{4}){3})(?![\w-]|\.\d)/g,
    isMeant: hasLuhnDigit,
  },
  // North American numbers only with their separators: bare digits are measurements.
  {
    detector: "phone",
    pattern:
      /(?<![\w.+-])(?:\+[1-9](?:[ ().-]{0,2}\d){7,14}|(?:\(\d{3}\) ?|\d{3}[-. ])\d{3}[-. ]\d{4})(?![\w-]|[.:]\d)/g,
  },
  {
    detector: "private-address",
    pattern:
      /(?<![\w.])(?:10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2})(?!\w|\.\d)/g,
  },
];

// Most texts are words and times, and need no closer look.
const NEEDS_LOOK = /[@%+:?]|\d{3}[-. )]|[\w-]{15}|(?:bearer|basic)\s|[A-Z]{2}\d{2} /i;
const TIME_OR_NUMBER = /^-?\d[\d.:TZ -]{0,34}$/;
const CARD_LENGTH = 15;
const MARK = /\ue000(\d+)\ue001/g;

/** The text with every part that has one of the forms replaced, each part once, by the most telling form that it has. */
export function replaceDetected(
  text: string,
  detectors: ReadonlySet<MaskDetector>,
  replacement: (match: string) => string,
): string {
  if (text.length < 7 || !NEEDS_LOOK.test(text)) return text;
  if (text.length < CARD_LENGTH && TIME_OR_NUMBER.test(text) && !/^\d{3}[-. ]\d{3}/.test(text)) return text;
  const found: { original: string; shown: string }[] = [];
  // What is found is marked, so that no other form finds a part of it or of its stand-in again.
  const unmarked = (marked: string, part: "original" | "shown"): string =>
    marked.replace(MARK, (mark, position: string) => found[Number(position)]?.[part] ?? mark);
  let result = text;
  for (const { detector, pattern, isMeant } of FORMS) {
    if (!detectors.has(detector)) continue;
    result = result.replace(pattern, (match) => {
      if (isMeant?.(match) === false) return match;
      const original = unmarked(match, "original");
      return `\ue000${found.push({ original, shown: replacement(original) }) - 1}\ue001`;
    });
  }
  return found.length === 0 ? text : unmarked(result, "shown");
}

const ALWAYS_SECRET =
  /^(?:.*[-_. ])?(?:password|passwd|passphrase|passcode|pwd|secret|client[-_]?secret|authorization|cookie|set[-_]cookie|private[-_]?key|credentials?)$/i;
const OFTEN_SECRET =
  /(?:token|api[-_]?key|access[-_]?key|session[-_]?(?:id|key)|signature|secret|password|credential)/i;

/** True when texts under this key are secrets, always or by their own form. */
export function mayBeSecretKey(key: string): boolean {
  return key.length <= 100 && (isAlwaysSecret(key) || OFTEN_SECRET.test(key));
}

/** True when a text under this key is a secret: by the key alone, or by a key that secrets and other things share and its own form. */
export function isSecretMember(key: string, text: string): boolean {
  if (text === "" || !mayBeSecretKey(key)) return false;
  return isAlwaysSecret(key) || (text.length >= 8 && !/\s/.test(text) && (text.length >= 20 || /\d/.test(text)));
}

function isAlwaysSecret(key: string): boolean {
  return ALWAYS_SECRET.test(key.replace(/([a-z\d])([A-Z])/g, "$1_$2"));
}

/** Letters and digits that change places as often as chance has it, unlike words. */
function looksRandom(text: string): boolean {
  const plain = text.replace(/[-_=]/g, "");
  if (!/\d/.test(plain) || !/[a-z]/i.test(plain)) return false;
  let changes = 0;
  for (let index = 1; index < plain.length; index++) {
    if (kindOf(plain.charCodeAt(index)) !== kindOf(plain.charCodeAt(index - 1))) changes++;
  }
  return changes / plain.length > 0.22;
}

function kindOf(code: number): number {
  if (code < 58) return 0;
  return code < 91 ? 1 : 2;
}

/** @see https://en.wikipedia.org/wiki/International_Bank_Account_Number#Validating_the_IBAN */
function isIban(text: string): boolean {
  const plain = text.replaceAll(" ", "");
  if (plain.length < 15 || plain.length > 34) return false;
  let remainder = 0;
  for (const character of `${plain.slice(4)}${plain.slice(0, 4)}`) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}

/** @see https://en.wikipedia.org/wiki/Luhn_algorithm */
function hasLuhnDigit(text: string): boolean {
  const digits = text.replace(/\D/g, "");
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
