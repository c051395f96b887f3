import { describe, expect, it } from "vitest";
import { type Hop, nextHop } from "./redirect.js";

const hop: Hop = {
  method: "GET",
  url: new URL("https://api.example/v1/x?q=1"),
  headers: { accept: "application/json", "x-org": "acme" },
  body: null,
  redirects: 0,
  isAuthenticated: true,
};
const includesSecret = (text: string) => text.includes("s3cret");
const follow = (location: string, from: Hop = hop, status = 302) => nextHop(from, { location, status, includesSecret });

describe("nextHop", () => {
  it("keeps everything on the same origin", () => {
    expect(follow("../v2/y#z")).toEqual({ ...hop, url: new URL("https://api.example/v2/y"), redirects: 1 });
  });

  it.each(["https://www.api.example/", "https://api.example:8443/", "//other.example/"])(
    "drops credentials and custom headers on the way to %s",
    (location) => {
      expect(follow(location)).toMatchObject({ isAuthenticated: false, headers: { accept: "application/json" } });
      expect(follow(location).headers).not.toHaveProperty("x-org");
    },
  );

  it("refuses to go from https to http with credentials, also on the same host", () => {
    expect(() => follow("http://api.example/v1/x")).toThrow("from https: to http:");
    expect(follow("http://api.example/v1/x", { ...hop, isAuthenticated: false }).url.protocol).toBe("http:");
  });

  it("refuses a secret in the address of another origin only", () => {
    expect(follow("/y?key=s3cret").url.search).toBe("?key=s3cret");
    expect(() => follow("https://other.example/?key=s3cret")).toThrow("credentials in the address");
  });

  it("never restores credentials", () => {
    const away = follow("https://other.example/");
    expect(follow("https://api.example/v1/x", away)).toMatchObject({ isAuthenticated: false, redirects: 2 });
  });
});
