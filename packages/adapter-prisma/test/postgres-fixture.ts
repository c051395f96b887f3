import {
  createPostgresDatabase,
  type CreatePostgresDatabaseOptions,
  openPostgresClient,
  type OpenPostgresClientOptions,
  type PostgresClient,
  type PostgresDatabase,
  type PostgresServer,
  startPostgres,
} from "@metricsmith-internal/databases";
import { afterAll, afterEach, beforeAll } from "vitest";

/** A server for the tests of one file. What a test opens ends with it. */
export class PostgresFixture {
  #server: PostgresServer | undefined;
  readonly #clients: { $disconnect(): Promise<void> }[] = [];
  readonly #databases: PostgresDatabase[] = [];

  constructor() {
    beforeAll(async () => {
      this.#server = await startPostgres();
    });
    afterEach(async () => {
      await Promise.all(this.#clients.splice(0).map((client) => client.$disconnect()));
      await Promise.all(this.#databases.splice(0).map((database) => database.drop()));
    });
    afterAll(() => this.#server?.stop());
  }

  get server(): PostgresServer {
    if (this.#server === undefined) throw new Error("The server is there once the tests run.");
    return this.#server;
  }

  /** A new database with all tables; gives its address. */
  async createDatabase(options?: CreatePostgresDatabaseOptions): Promise<string> {
    const database = await createPostgresDatabase(this.server, options);
    this.#databases.push(database);
    return database.url;
  }

  openClient(url: string, options?: OpenPostgresClientOptions): PostgresClient {
    return this.endLater(openPostgresClient(url, options));
  }

  /** The client, which ends with the test. */
  endLater<Client extends { $disconnect(): Promise<void> }>(client: Client): Client {
    this.#clients.push(client);
    return client;
  }
}
