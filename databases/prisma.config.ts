// `prisma generate` asks that a schema engine exists and never runs it. Any file will do, and so nothing is downloaded.
process.env["PRISMA_SCHEMA_ENGINE_BINARY"] ??= process.execPath;

import { defineConfig } from "prisma/config";

export default defineConfig({});
