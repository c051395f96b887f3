import { describe, expect, it } from "vitest";
import { hideParameters, secretParameters } from "./hide-parameters.js";

describe("hideParameters", () => {
  it("writes placeholders for values, the longest first, as whole words only", () => {
    const endpointConfig = { OWNER: "acme", REPOSITORY: "acme-web", PAGE: 2, LATITUDE: 52.51, "A+B": "(x)+[y]" };
    expect(hideParameters("No acme-web of acme, acmeology, 2, 52.51, (x)+[y].", endpointConfig, "")).toBe(
      "No {REPOSITORY} of {OWNER}, acmeology, 2, {LATITUDE}, {A+B}.",
    );
  });

  it("leaves what is shown by the response itself", () => {
    expect(hideParameters("No acme.", { OWNER: "acme" }, '{"owner":"acme"}')).toBe("No acme.");
  });
});

describe("secretParameters", () => {
  it("knows secrets by their names and form", () => {
    const endpointConfig = { API_KEY: "abc123def", PASSWORD: "x", SHOP: "abc123def", TOKEN: "ETH", LIMIT: 5 };
    expect(secretParameters(endpointConfig)).toEqual(["abc123def", "x"]);
  });
});
