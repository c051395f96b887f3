export { toHtmlTable } from "./to-html-table.js";
export { type SvgOptions, toSvg } from "./to-svg.js";
export { type TextOptions, toText } from "./to-text.js";
