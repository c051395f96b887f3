const maximumFormats = 50;

/**
 * Formats by what they were asked for, since code formats in loops. Options that hold objects are read anew each time, because reading
 * them may run code.
 */
export function createFormatCache<Format>(): (locales: unknown, options: unknown, create: () => Format) => Format {
  const formats = new Map<string, Format>();
  return (locales, options, create) => {
    let key = `${typeof locales} ${String(locales)}`;
    for (const name in options as object) {
      const value = (options as Record<string, unknown>)[name] as string | number | boolean | object;
      if (typeof value === "object") return create();
      key += `|${name} ${typeof value} ${String(value)}`;
    }
    let format = formats.get(key);
    if (format === undefined) {
      format = create();
      if (formats.size >= maximumFormats) formats.clear();
      formats.set(key, format);
    }
    return format;
  };
}
