import type { ModelName, ModelNames } from "./table-names.js";

/** What runs SQL: a client, or the transaction that it hands to a callback. */
export interface RawPrismaStatements {
  // oxlint-disable-next-line typescript/no-explicit-any -- generated clients declare their values as `any`
  $queryRawUnsafe<Result = unknown>(query: string, ...values: any[]): PromiseLike<Result>;
  // oxlint-disable-next-line typescript/no-explicit-any -- generated clients declare their values as `any`
  $executeRawUnsafe(query: string, ...values: any[]): PromiseLike<number>;
}

/** The part of any PrismaClient that the adapter calls. */
export interface RawPrismaClient extends RawPrismaStatements {
  $transaction<Result>(
    work: (transaction: RawPrismaStatements) => Promise<Result>,
    options?: { maxWait?: number; timeout?: number },
  ): Promise<Result>;
}

/**
 * The host's PrismaClient, with the models of Metricsmith in its schema. Both generators and `$extends` make one. A compile
 * error that misses `metricsmithMetric` and the like means that the schema file was not copied, or `prisma generate` not run.
 */
export type PrismaClientLike<Names extends ModelNames = ModelNames> = RawPrismaClient & {
  readonly [Model in ModelName as Uncapitalize<NameOf<Names, Model>>]: object;
};

type NameOf<Names extends ModelNames, Model extends ModelName> = Names extends { readonly [Key in Model]: string }
  ? Names[Model]
  : Model;
