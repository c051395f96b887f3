import { z } from "zod";
import type { JsonObject, JsonValue } from "../util/json.js";

/** Columns that every stored record has. */
export const recordFields = {
  /** UUIDv7 text, or any text of at most 200 characters given by the host. */
  id: z.string().min(1).max(200),
  createdAt: z.date(),
  updatedAt: z.date(),
} as const;

/** The host's tenant. */
export const organizationIdSchema = z.string().min(1).max(200);

/** JSON that is stored as it is. */
export const jsonSchema = z.custom<JsonValue>((value) => value !== undefined, "must be JSON");

export const jsonObjectSchema = z.custom<JsonObject>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "must be a JSON object",
);

/** An error as a run, metric or chart remembers it. */
export const storedErrorSchema = z.object({ code: z.string(), message: z.string() });
