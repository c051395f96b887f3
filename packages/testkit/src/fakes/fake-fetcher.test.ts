import type { FetchInput } from "@metricsmith/core/adapter";
import { describe, expect, it } from "vitest";
import { fakeFetcher } from "./fake-fetcher.js";

function input(signal = new AbortController().signal): FetchInput {
  const request = { endpoint: "https://api.example.com/stars?token=1" };
  return { request, endpointConfig: {}, variables: {}, authentication: { type: "none" }, signal };
}

describe("fakeFetcher", () => {
  it("answers with JSON or text as one page, and records the calls", async () => {
    const fetcher = fakeFetcher((_, call) => (call === 1 ? { json: { stars: 1 } } : { text: "a,b" }));
    const first = await fetcher.fetch(input());
    const second = await fetcher.fetch(input());
    expect(new TextDecoder().decode(first.pages[0]?.body)).toBe('{"stars":1}');
    expect(new TextDecoder().decode(second.pages[0]?.body)).toBe("a,b");
    expect(first.source).toBe("https://api.example.com/stars");
    expect(fetcher.calls).toHaveLength(2);
  });

  it("passes whole outputs and errors on", async () => {
    const output = { pages: [{ status: 503, headers: {}, body: new Uint8Array() }], source: "here", requestCount: 3 };
    expect(await fakeFetcher(() => output).fetch(input())).toBe(output);
    const failing = fakeFetcher(() => {
      throw new Error("unwell");
    });
    await expect(failing.fetch(input())).rejects.toThrow("unwell");
    expect(failing.calls).toHaveLength(1);
  });

  it("stops waiting for its handler when the signal is aborted", async () => {
    const controller = new AbortController();
    const fetching = fakeFetcher(() => new Promise(() => undefined)).fetch(input(controller.signal));
    controller.abort(new Error("cancelled"));
    await expect(fetching).rejects.toThrow("cancelled");
    await expect(fakeFetcher(() => ({ json: 1 })).fetch(input(controller.signal))).rejects.toThrow("cancelled");
  });
});
