import { memoryStorage } from "@metricsmith/adapter-memory";
import type { PipelineTarget } from "./scenario.js";

export const memory: PipelineTarget = { name: "memory", createStorage: async () => memoryStorage() };
