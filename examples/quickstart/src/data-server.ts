import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, dataFeeds, type Edition } from "./data-feeds.js";

export interface DataServer {
  /** `127.0.0.1:PORT` */
  readonly host: string;
  /** From now on the APIs show this much. */
  publish(edition: Edition): void;
  /** From now on this path answers so, whatever was published; `null` ends that. */
  override(path: string, answer: Answer | null): void;
  close(): Promise<void>;
}

/** Serves the data as APIs on a free port of this machine, the first edition to begin with. */
export async function startDataServer(): Promise<DataServer> {
  let published: Edition = "first";
  const overrides = new Map<string, Answer>();

  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? "";
    const answer = overrides.get(path) ?? dataFeeds[path]?.(published);
    outgoing.writeHead(answer === undefined ? 404 : 200, { "Content-Type": answer?.contentType ?? "text/plain" });
    outgoing.end(answer?.body ?? "Not found");
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });

  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    publish(edition) {
      published = edition;
    },
    override(path, answer) {
      if (answer === null) overrides.delete(path);
      else overrides.set(path, answer);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
