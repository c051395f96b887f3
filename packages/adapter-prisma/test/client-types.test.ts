import type {
  PostgresClient,
  PostgresJsClient,
  RenamedPostgresClient,
  SqliteClient,
} from "@metricsmith-internal/databases";
import { expectTypeOf, it } from "vitest";
import { type PrismaClientLike, prismaStorage, type RawPrismaClient } from "../src/index.js";
import { renamedModels } from "./renamed-models.js";

it("takes clients of both generators without a cast", () => {
  expectTypeOf<PostgresClient>().toExtend<PrismaClientLike>();
  expectTypeOf<SqliteClient>().toExtend<PrismaClientLike>();
  expectTypeOf<PostgresJsClient>().toExtend<PrismaClientLike>();
});

it("takes extended clients of both without a cast", () => {
  const extend = (client: PostgresClient) =>
    client
      .$extends({ name: "host", query: { metricsmithRun: { findMany: ({ args, query }) => query(args) } } })
      .$extends({ model: { $allModels: { isOurs: () => true } } });
  const extendJs = (client: PostgresJsClient) =>
    client
      .$extends({ name: "host", query: { metricsmithRun: { findMany: ({ args, query }) => query(args) } } })
      .$extends({ model: { $allModels: { isOurs: () => true } } });
  expectTypeOf<ReturnType<typeof extend>>().toExtend<PrismaClientLike>();
  expectTypeOf<ReturnType<typeof extendJs>>().toExtend<PrismaClientLike>();
});

it("refuses a client without the models, and names them", () => {
  type WithoutRuns = Omit<PostgresClient, "metricsmithRun">;
  // @ts-expect-error Property 'metricsmithRun' is missing
  const refused = (client: WithoutRuns) => prismaStorage(client);
  // @ts-expect-error Type 'RawPrismaClient' is missing the following properties: metricsmithMetric, metricsmithPayload, ...
  const refusedRaw = (client: RawPrismaClient) => prismaStorage(client);
  expectTypeOf(refused).toBeFunction();
  expectTypeOf(refusedRaw).toBeFunction();
});

it("asks for the models by the names that `models` gives them", () => {
  const taken = (client: RenamedPostgresClient) => prismaStorage(client, { models: renamedModels });
  // @ts-expect-error Property 'metricsmithMetric' is missing, and the others
  const refused = (client: RenamedPostgresClient) => prismaStorage(client);
  const otherRun = { ...renamedModels, MetricsmithRun: "OtherRun" } as const;
  // @ts-expect-error Property 'otherRun' is missing
  const refusedRun = (client: RenamedPostgresClient) => prismaStorage(client, { models: otherRun });
  for (const start of [taken, refused, refusedRun]) expectTypeOf(start).toBeFunction();
});
