const view = new DataView(new ArrayBuffer(8));

/**
 * A finite number as a whole mantissa and an exponent of two, so that it travels as JSON: SQLite reads whole numbers exactly,
 * and other numbers sometimes one place off. `mantissa * 2 ** exponent` is the number again, in SQL too: neither factor nor
 * product needs rounding.
 *
 * @see https://www.sqlite.org/floatingpoint.html (only 15 digits are promised)
 */
export function splitNumber(value: number): readonly [mantissa: number, exponent: number] {
  if (Number.isSafeInteger(value)) return [value, 0];
  view.setFloat64(0, value);
  const high = view.getUint32(0);
  const fraction = (high & 0xf_ffff) * 2 ** 32 + view.getUint32(4);
  const biasedExponent = (high >>> 20) & 0x7ff;
  // Numbers next to zero have no hidden leading bit.
  const mantissa = biasedExponent === 0 ? fraction : fraction + 2 ** 52;
  return [value < 0 ? -mantissa : mantissa, Math.max(biasedExponent, 1) - 1_075];
}
