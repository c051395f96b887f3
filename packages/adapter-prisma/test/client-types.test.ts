import type { PostgresClient, SqliteClient } from "@metricsmith-internal/databases";
import { expectTypeOf, it } from "vitest";
import { type PrismaClientLike, prismaStorage, type RawPrismaClient } from "../src/index.js";

it("takes generated clients without a cast", () => {
  expectTypeOf<PostgresClient>().toExtend<PrismaClientLike>();
  expectTypeOf<SqliteClient>().toExtend<PrismaClientLike>();
});

it("takes extended clients without a cast", () => {
  const extend = (client: PostgresClient) =>
    client
      .$extends({ name: "host", query: { metricsmithRun: { findMany: ({ args, query }) => query(args) } } })
      .$extends({ model: { $allModels: { isOurs: () => true } } });
  expectTypeOf<ReturnType<typeof extend>>().toExtend<PrismaClientLike>();
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
  type Renamed = Omit<PostgresClient, "metricsmithRun"> & { readonly appRun: object };
  const taken = (client: Renamed) => prismaStorage(client, { models: { MetricsmithRun: "AppRun" } });
  // @ts-expect-error Property 'otherRun' is missing
  const refused = (client: Renamed) => prismaStorage(client, { models: { MetricsmithRun: "OtherRun" } });
  expectTypeOf(taken).toBeFunction();
  expectTypeOf(refused).toBeFunction();
});
