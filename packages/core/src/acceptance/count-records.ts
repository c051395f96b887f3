/**
 * How many records a response seems to hold: the length of its largest array. Without any array the members of an object
 * count, as in `{ "2026-01-01": 5 }`; any other body is one record, `null` none. `input` is the UTF-8 bytes of JSON text.
 */
export function countRecords(input: Uint8Array): number {
  const body = JSON.parse(new TextDecoder().decode(input)) as unknown;
  if (typeof body !== "object" || body === null) return body === null ? 0 : 1;
  let largest: number | null = null;
  const pending: object[] = [body];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (Array.isArray(value)) largest = Math.max(largest ?? 0, value.length);
    for (const member of Object.values(value) as unknown[])
      if (typeof member === "object" && member !== null) pending.push(member);
  }
  return largest ?? Object.keys(body).length;
}
