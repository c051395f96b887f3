export type { PrismaClientLike, RawPrismaClient, RawPrismaStatements } from "./prisma-client-like.js";
export { prismaStorage, type PrismaProvider, type PrismaStorageOptions } from "./prisma-storage.js";
export type { ModelName, ModelNames } from "./table-names.js";
