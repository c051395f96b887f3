import type { StorageAdapter } from "@metricsmith/core/adapter";
import { describePayloadStore, describeStorageAdapter } from "@metricsmith/testkit";
import { describe, it } from "vitest";
import { fileStorage } from "../src/file-storage.js";
import { temporaryDirectories } from "./temporary-directories.js";

const newDirectory = temporaryDirectories();
const runner = { describe, it };

describeStorageAdapter({ runner, name: "file", create: async () => fileStorage(newDirectory()) });

// The whole suite has these tests too. Alone they are for payload stores that come without the rest of a storage.
let storage: StorageAdapter;
describePayloadStore({
  runner,
  name: "file, bodies only",
  async create() {
    storage = fileStorage(newDirectory());
    return storage.payloads;
  },
  cleanup: () => storage.close(),
});
