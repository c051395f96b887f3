const REPLACEMENT = "[secret]";

/** Replaces secrets by `[secret]`, in every form in which an API may send them back. */
export interface SecretRedactor {
  redactText(text: string): string;
  /** UTF-8 bytes; the same buffer when it holds no secret. */
  redactBytes(bytes: Buffer): Buffer;
  includesSecret(text: string): boolean;
}

/**
 * Looks for each secret as it is, percent-encoded, JSON-escaped, and in base64, also as a part of what was encoded. JSON and
 * percent encoding may escape any character or none: libraries disagree about which.
 */
export function createSecretRedactor(secrets: readonly string[]): SecretRedactor {
  const given = secrets.filter((secret) => secret !== "");
  // Longest first: a secret may contain another one, as `user:password` does.
  const forms = [...new Set(given.flatMap((secret) => formsOf(secret)))].sort((a, b) => b.length - a.length);
  const needles = forms.map((form) => Buffer.from(form, "utf8"));
  const escaped = escapedForms(given);
  const redactBytes = (bytes: Buffer): Buffer => escaped.replaceIn(needles.reduce(replaceAll, bytes));
  return {
    redactText(text) {
      const bytes = Buffer.from(text, "utf8");
      const redacted = redactBytes(bytes);
      return redacted === bytes ? text : redacted.toString("utf8");
    },
    redactBytes,
    includesSecret(text) {
      const bytes = Buffer.from(text, "utf8");
      return redactBytes(bytes) !== bytes;
    },
  };
}

function formsOf(secret: string): string[] {
  const query = new URLSearchParams([["", secret]]).toString().slice(1);
  const base64 = Buffer.from(secret, "utf8").toString("base64").replace(/=+$/, "");
  const once = new Set([
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    query,
    query.replaceAll("+", "%20"),
    base64,
    base64.replaceAll("+", "-").replaceAll("/", "_"),
    ...base64InsideOf(secret),
  ]);
  // Base64 inside of a URL, and a URL inside of a URL.
  const encoded = new Set([...once, ...[...once].map((form) => encodeURIComponent(form))]);
  const lowerCase = [...encoded].map((form) => form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
  return [...new Set([...encoded, ...lowerCase])].flatMap((form) => jsonFormsOf(form));
}

/** What base64 of a longer text always holds when the secret starts one or two bytes behind a group of three. */
function base64InsideOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  // What is left of a short one could be data.
  if (bytes.length < 8) return [];
  return [1, 2].flatMap((shift) => {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString("base64");
    // The first and last characters also hold bits of what stands around the secret.
    const certain = encoded.slice(shift + 1, Math.floor(((shift + bytes.length) * 8) / 6));
    return [certain, certain.replaceAll("+", "-").replaceAll("/", "_")];
  });
}

/** A text as it stands in JSON: plainly escaped, with escaped slashes, and as ASCII, as the usual libraries write it. */
function jsonFormsOf(text: string): string[] {
  if (/^[\w%.~+-]*$/.test(text)) return [text];
  const plain = JSON.stringify(text).slice(1, -1);
  const escapes = [/[^\x20-\x7e]/g, /[<>&]/g, /[^\x20-\x7e]|[<>&]/g, /[^\x20-\x7e]|[<>&']/g];
  const escaped = escapes.map((pattern) => plain.replace(pattern, unicodeEscape));
  const forms = [text, plain, ...escaped, ...escaped.map(upperCaseEscapes)];
  return [...forms, ...forms.map((form) => form.replaceAll("/", "\\/"))];
}

function unicodeEscape(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function upperCaseEscapes(text: string): string {
  return text.replace(/\\u([\da-f]{4})/g, (_, digits: string) => `\\u${digits.toUpperCase()}`);
}

/** Finds secrets of which any characters are escaped, as `\\u003d` or `%3D`, up to three levels deep. */
function escapedForms(secrets: readonly string[]): { replaceIn(bytes: Buffer): Buffer } {
  const patterns = secrets.map((secret) => Array.from(secret, characterPattern).join(""));
  const pattern = new RegExp(patterns.sort((a, b) => b.length - a.length).join("|"), "g");
  return {
    replaceIn(bytes) {
      const mayHoldSome = secrets.length > 0 && (bytes.includes("\\u") || bytes.includes("%"));
      if (!mayHoldSome) return bytes;
      // A character of this text is a byte.
      const text = bytes.toString("latin1");
      const redacted = text.replace(pattern, REPLACEMENT);
      return redacted === text ? bytes : Buffer.from(redacted, "latin1");
    },
  };
}

/** Matches one character in every way it may be written; bounded, so that no body makes it slow. */
function characterPattern(character: string): string {
  const bytes = Buffer.from(character, "utf8");
  const written = bytes.toString("latin1").replace(/[^\w]/g, "\\$&");
  const plain = character === "\\" ? "\\\\{2}" : /["/]/.test(character) ? `\\\\?${written}` : written;
  const units = character.split("").map((unit) => `\\\\{1,7}u${hexPattern(unit.charCodeAt(0), 4)}`);
  const percents = Array.from(bytes, (byte) => `%(?:25){0,3}${hexPattern(byte, 2)}`);
  const space = character === " " ? "|\\+" : "";
  return `(?:${plain}|${units.join("")}|${percents.join("")}${space})`;
}

function hexPattern(value: number, digits: number): string {
  const hex = value.toString(16).padStart(digits, "0");
  return hex.replace(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}

function replaceAll(bytes: Buffer, needle: Buffer): Buffer {
  let found = bytes.indexOf(needle);
  if (found === -1) return bytes;
  const replacement = Buffer.from(REPLACEMENT);
  const pieces: Buffer[] = [];
  let end = 0;
  for (; found !== -1; found = bytes.indexOf(needle, end)) {
    pieces.push(bytes.subarray(end, found), replacement);
    end = found + needle.length;
  }
  pieces.push(bytes.subarray(end));
  return Buffer.concat(pieces);
}
