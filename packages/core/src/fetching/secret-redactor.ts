const REPLACEMENT = "[secret]";

/** Replaces secrets by `[secret]`, in every form in which an API may send them back. */
export interface SecretRedactor {
  redactText(text: string): string;
  /** UTF-8 bytes; the same buffer when it holds no secret. */
  redactBytes(bytes: Buffer): Buffer;
  includesSecret(text: string): boolean;
}

/** Looks for each secret as it is, percent-encoded, JSON-escaped, and in base64 on its own. */
export function createSecretRedactor(secrets: readonly string[]): SecretRedactor {
  // Longest first: a secret may contain another one, as `user:password` does.
  const forms = [...new Set(secrets.flatMap((secret) => formsOf(secret)))]
    .filter((form) => form !== "")
    .sort((a, b) => b.length - a.length);
  const needles = forms.map((form) => Buffer.from(form, "utf8"));
  return {
    redactText: (text) => forms.reduce((result, form) => result.replaceAll(form, REPLACEMENT), text),
    redactBytes: (bytes) => needles.reduce((result, needle) => replaceAll(result, needle), bytes),
    includesSecret: (text) => forms.some((form) => text.includes(form)),
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
  ]);
  // Base64 inside of a URL, and a URL inside of a URL.
  const encoded = new Set([...once, ...[...once].map((form) => encodeURIComponent(form))]);
  const lowerCase = [...encoded].map((form) => form.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase()));
  return [...new Set([...encoded, ...lowerCase])].flatMap((form) => jsonFormsOf(form));
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
