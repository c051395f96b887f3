const COLOR_VARIABLE = /^var\(--chart-(?:[1-9]|1[0-2])\)$/;
const HEX_COLOR = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

const NUMBER = "[+-]?(?:\\d{1,4}(?:\\.\\d{1,8})?|\\.\\d{1,8})";
const VALUE = `${NUMBER}%?`;
const HUE = `${NUMBER}(?:deg|grad|rad|turn)?`;
const RGB_COLOR = colorFunction("rgba?", VALUE);
const HSL_COLOR = colorFunction("hsla?", HUE);
const OKLCH_COLOR = new RegExp(`^oklch\\( *${VALUE} +${VALUE} +${HUE}(?: */ *${VALUE})? *\\)$`, "i");

/** The comma form and the space form; each reads in linear time because its separators never match its numbers. */
function colorFunction(name: string, first: string): RegExp {
  const commas = `${first} *, *${VALUE} *, *${VALUE}(?: *, *${VALUE})?`;
  const spaces = `${first} +${VALUE} +${VALUE}(?: */ *${VALUE})?`;
  return new RegExp(`^${name}\\( *(?:${commas}|${spaces}) *\\)$`, "i");
}

// https://www.w3.org/TR/css-color-4/#named-colors
const NAMED_COLORS = new Set(
  (
    "aliceblue antiquewhite aqua aquamarine azure beige bisque black blanchedalmond blue blueviolet brown burlywood cadetblue " +
    "chartreuse chocolate coral cornflowerblue cornsilk crimson cyan darkblue darkcyan darkgoldenrod darkgray darkgreen darkgrey " +
    "darkkhaki darkmagenta darkolivegreen darkorange darkorchid darkred darksalmon darkseagreen darkslateblue darkslategray " +
    "darkslategrey darkturquoise darkviolet deeppink deepskyblue dimgray dimgrey dodgerblue firebrick floralwhite forestgreen " +
    "fuchsia gainsboro ghostwhite gold goldenrod gray green greenyellow grey honeydew hotpink indianred indigo ivory khaki lavender " +
    "lavenderblush lawngreen lemonchiffon lightblue lightcoral lightcyan lightgoldenrodyellow lightgray lightgreen lightgrey " +
    "lightpink lightsalmon lightseagreen lightskyblue lightslategray lightslategrey lightsteelblue lightyellow lime limegreen linen " +
    "magenta maroon mediumaquamarine mediumblue mediumorchid mediumpurple mediumseagreen mediumslateblue mediumspringgreen " +
    "mediumturquoise mediumvioletred midnightblue mintcream mistyrose moccasin navajowhite navy oldlace olive olivedrab orange " +
    "orangered orchid palegoldenrod palegreen paleturquoise palevioletred papayawhip peachpuff peru pink plum powderblue purple " +
    "rebeccapurple red rosybrown royalblue saddlebrown salmon sandybrown seagreen seashell sienna silver skyblue slateblue " +
    "slategray slategrey snow springgreen steelblue tan teal thistle tomato turquoise violet wheat white whitesmoke yellow " +
    "yellowgreen"
  ).split(" "),
);

/**
 * True for the colours a chart config may name: `var(--chart-1)` to `var(--chart-12)`, hexadecimal, CSS names, and `rgb()`,
 * `hsl()` and `oklch()` with nothing but numbers inside. Everything else could end the style rule that it is written into.
 */
export function isSafeColor(color: string): boolean {
  if (color.length > 64) return false;
  return (
    COLOR_VARIABLE.test(color) ||
    HEX_COLOR.test(color) ||
    NAMED_COLORS.has(color.toLowerCase()) ||
    RGB_COLOR.test(color) ||
    HSL_COLOR.test(color) ||
    OKLCH_COLOR.test(color)
  );
}

/** Colours cycle through the twelve chart variables. */
export function chartColor(index: number): string {
  return `var(--chart-${(index % 12) + 1})`;
}
