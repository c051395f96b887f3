import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import { type DatabaseProvider, readMigrations } from "./published-prisma.js";

/** What `prisma migrate` does, without its binary. */
export interface PrismaMigrate {
  /** As `prisma migrate deploy`: the names of the migrations that it applied. */
  deploy(directory: string): Promise<string[]>;
  /** As `prisma migrate diff`: the SQL that is missing between the database and the models; `null` when they agree. */
  diff(models: string): Promise<string | null>;
  /** Ends its connection, and with it the lock that `deploy` takes. */
  close(): Promise<void>;
}

/** Prisma's schema engine on the database of a driver adapter. */
export async function openPrismaMigrate(
  provider: DatabaseProvider,
  factory: SqlMigrationAwareDriverAdapterFactory,
): Promise<PrismaMigrate> {
  const Engine = await loadEngine();
  const adapter = await factory.connect();
  const connected = bindMigrationAwareSqlAdapterFactory({
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: async () => adapter,
    connectToShadowDb: () => factory.connectToShadowDb(),
  });
  const engine = await Engine.new({ datamodels: undefined }, () => {}, connected);
  const filters = { externalTables: [], externalEnums: [] };
  return {
    deploy: async (directory) => {
      const migrationsList = {
        baseDir: directory,
        shadowDbInitScript: "",
        lockfile: { path: "migration_lock.toml", content: `provider = "${provider}"` },
        migrationDirectories: readMigrations(directory).map(({ name, sql }) => ({
          path: name,
          migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
        })),
      };
      return (await engine.applyMigrations({ migrationsList, filters })).appliedMigrationNames;
    },
    diff: async (models) => {
      const files = [{ path: "schema.prisma", content: `datasource db {\n  provider = "${provider}"\n}\n${models}` }];
      const result = await engine.diff({
        from: { tag: "schemaDatasource", files, configDir: "." },
        to: { tag: "schemaDatamodel", files },
        script: true,
        exitCode: true,
        filters,
      });
      return result.exitCode === 0 ? null : result.stdout;
    },
    close: async () => {
      engine.free();
      await adapter.dispose();
    },
  };
}

let loading: Promise<typeof SchemaEngine> | undefined;

/** The package leaves it to a bundler to connect its two halves. Once: the glue knows one instance. */
function loadEngine(): Promise<typeof SchemaEngine> {
  return (loading ??= connectEngine());
}

async function connectEngine(): Promise<typeof SchemaEngine> {
  const folder = path.dirname(createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm"));
  const glue = (await import(
    pathToFileURL(path.join(folder, "schema_engine_bg.js")).href
  )) as WebAssembly.Imports[string] & {
    readonly SchemaEngine: typeof SchemaEngine;
    readonly __wbg_set_wasm: (exports: WebAssembly.Exports) => void;
  };
  const module = await WebAssembly.compile(readFileSync(path.join(folder, "schema_engine_bg.wasm")));
  const { exports } = await WebAssembly.instantiate(module, { "./schema_engine_bg.js": glue });
  glue.__wbg_set_wasm(exports);
  (exports["__wbindgen_start"] as () => void)();
  return glue.SchemaEngine;
}
