import { describeStorageAdapter } from "@metricsmith/testkit";
import { describe, it } from "vitest";
import { memoryStorage } from "../src/index.js";

describeStorageAdapter({ runner: { describe, it }, name: "memory", create: async () => memoryStorage() });
