import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A network between client and server that a test can stop: paused, bytes stay where they are until it goes on. */
export class PausableProxy {
  readonly #sockets = new Set<Socket>();
  readonly #targetPort: number;
  #server: Server | undefined;
  #isPaused = false;
  #port = 0;

  constructor(targetPort: number) {
    this.#targetPort = targetPort;
  }

  get port(): number {
    return this.#port;
  }

  /** Accepts connections, always at the same port. */
  async open(): Promise<void> {
    const server = createServer((incoming) => this.#join(incoming));
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    if (typeof address === "object" && address !== null) this.#port = address.port;
    this.#server = server;
  }

  pause(): void {
    this.#isPaused = true;
    for (const socket of this.#sockets) socket.pause();
  }

  resume(): void {
    this.#isPaused = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Cuts every connection and refuses new ones. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server?.listening !== true) return;
    this.#server.close();
    await once(this.#server, "close");
  }

  #join(incoming: Socket): void {
    const outgoing = connect(this.#targetPort, "127.0.0.1");
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      this.#sockets.add(from);
      from.on("data", (bytes) => to.write(bytes));
      from.on("error", () => undefined);
      from.on("close", () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      if (this.#isPaused) from.pause();
    }
  }
}
