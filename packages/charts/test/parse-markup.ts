export interface MarkupElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (MarkupElement | string)[];
}

const TOKEN = /<\/([a-zA-Z]+)>|<([a-zA-Z]+)((?:\s+[a-zA-Z][\w:-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
const ENTITY = /&(?:amp|lt|gt|quot|#39);/g;

/** Reads one element of strict XML, without anything that a chart has no use for; throws at the first thing else. */
export function parseMarkup(markup: string): MarkupElement {
  const root: MarkupElement = { name: "", attributes: {}, children: [] };
  const open = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < markup.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(markup);
    const parent = open.at(-1);
    if (match === null || parent === undefined)
      throw new Error(`not well-formed at ${at}: ${markup.slice(at, at + 60)}`);
    const [, closed, opened, attributes = "", isEmpty, text] = match;
    if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes nothing`);
    } else if (opened !== undefined) {
      const element: MarkupElement = { name: opened, attributes: parseAttributes(attributes), children: [] };
      parent.children.push(element);
      if (isEmpty !== "/") open.push(element);
    } else if (text !== undefined) {
      parent.children.push(unescapeMarkup(text));
    }
  }
  const [only, ...others] = root.children;
  if (open.length !== 1 || only === undefined || typeof only === "string" || others.length > 0)
    throw new Error("not one element");
  return only;
}

/** Every element, the given one first. */
export function elementsOf(element: MarkupElement): MarkupElement[] {
  return [element, ...element.children.flatMap((child) => (typeof child === "string" ? [] : elementsOf(child)))];
}

export function textOf(element: MarkupElement): string {
  return element.children.map((child) => (typeof child === "string" ? child : textOf(child))).join("");
}

function parseAttributes(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/([a-zA-Z][\w:-]*)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, name)) throw new Error(`attribute ${name} twice`);
    attributes[name] = unescapeMarkup(value);
  }
  return attributes;
}

function unescapeMarkup(text: string): string {
  if (/[&](?!(?:amp|lt|gt|quot|#39);)/.test(text)) throw new Error(`bare & in ${text}`);
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text))
    throw new Error(`character that XML forbids in ${text}`);
  const characters: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'" };
  return text.replace(ENTITY, (entity) => characters[entity] ?? entity);
}
