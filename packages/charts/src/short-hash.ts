/**
 * Eight hexadecimal digits that tell texts apart, without claiming more: 32-bit FNV-1a over UTF-16 units.
 * @see https://datatracker.ietf.org/doc/draft-eastlake-fnv/
 */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, "0");
}
