import { createHttpFetcher, createMetricsmith } from "@metricsmith/core";
import { prismaStorage } from "@metricsmith/adapter-prisma";
import { templates } from "@metricsmith-examples/quickstart/templates";
import type { PrismaClient } from "../generated/client.js";

export const organizationId = "acme";

/** The engine as every process of the app makes it: all they share is the database. */
export function createEngine(prisma: PrismaClient, apiHost: string) {
  return createMetricsmith({
    storage: prismaStorage(prisma),
    templates,
    variables: { api: `http://${apiHost}` },
    fetcher: createHttpFetcher({ allowPrivate: [apiHost] }),
    // Short, so that the demo need not wait long for a process that was killed.
    leaseMs: 2_000,
    pollIntervalMs: 200,
  });
}

export type Engine = ReturnType<typeof createEngine>;
