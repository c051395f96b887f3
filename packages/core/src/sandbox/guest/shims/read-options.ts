/** What an option may be: one of some values, any text, or a whole number from and to. */
export type Offer = readonly (string | boolean)[] | "text" | { readonly from: number; readonly to: number };

type OptionOf<Given extends Offer> = Given extends "text"
  ? string
  : Given extends readonly (infer Value)[]
    ? Value
    : number;

export type OptionsOf<Offers extends Readonly<Record<string, Offer>>> = {
  readonly [Name in keyof Offers]?: OptionOf<Offers[Name]>;
};

function isOffered(value: unknown, offer: Offer): boolean {
  if (offer === "text") return typeof value === "string";
  if ("from" in offer) return Number.isInteger(value) && Number(value) >= offer.from && Number(value) <= offer.to;
  return offer.includes(value as string | boolean);
}

function describeOffer(offer: Offer): string {
  if (offer === "text") return "text";
  return "from" in offer ? `a whole number from ${offer.from} to ${offer.to}` : offer.join(", ");
}

/**
 * The options given to a formatter, without those that are undefined. Unlike V8 it refuses what is not known: an option that is ignored
 * gives text that is wrong and looks right.
 *
 * @throws {TypeError} for an option that is not offered
 * @throws {RangeError} for a value that is not offered
 */
export function readOptions<const Offers extends Readonly<Record<string, Offer>>>(
  subject: string,
  given: unknown,
  offers: Offers,
): OptionsOf<Offers> {
  if (given === undefined) return {};
  if (typeof given !== "object" || given === null) throw new TypeError(`The options of ${subject} must be an object`);
  const read: Record<string, unknown> = {};
  for (const name in given) {
    const value: unknown = (given as Record<string, unknown>)[name];
    if (value === undefined) continue;
    const offer = Object.hasOwn(offers, name) ? offers[name] : undefined;
    if (offer === undefined) {
      throw new TypeError(
        `${subject} has no option ${name} in the sandbox, which offers ${Object.keys(offers).join(", ")}`,
      );
    }
    if (!isOffered(value, offer)) {
      throw new RangeError(`${subject} takes no such ${name} in the sandbox, which offers ${describeOffer(offer)}`);
    }
    read[name] = value;
  }
  return read as OptionsOf<Offers>;
}
