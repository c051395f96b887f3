import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import { assertLimit, type PayloadStore, storageLimits } from "@metricsmith/core/adapter";
import type { OwnedDatabase } from "./owned-database.js";
import { Parameters, timeText } from "./parameters.js";
import type { SqliteClock } from "./sqlite-clock.js";

/** Smaller bodies are not worth the time. */
const minimumBytesToCompress = 1_024;

interface PackedBody {
  readonly body: Uint8Array;
  readonly encoding: "identity" | "gzip";
}

/** Payload bodies, compressed where that saves space. They are addressed by their content, so writing one harms no one. */
export function sqlitePayloadStore(database: OwnedDatabase, clock: SqliteClock): PayloadStore {
  const table = database.tables.payloadBodies;
  return {
    async put({ organizationId, sha256, body }) {
      const putAt = () => timeText(clock.now().getTime());
      const renewed = await database.write(
        `UPDATE ${table} SET "putAt" = ? WHERE "organizationId" = ? AND "sha256" = ? RETURNING "sha256"`,
        [putAt(), organizationId, sha256],
      );
      if (renewed.length > 0) return;
      const packed = await pack(body.slice());
      await database.write(
        `INSERT INTO ${table} ("organizationId", "sha256", "putAt", "body", "encoding") VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET "putAt" = excluded."putAt" RETURNING "sha256"`,
        [organizationId, sha256, putAt(), packed.body, packed.encoding],
      );
    },

    async get({ organizationId, sha256 }) {
      const [row] = await database.read<PackedBody>(
        `SELECT "body", "encoding" FROM ${table} WHERE "organizationId" = ? AND "sha256" = ?`,
        [organizationId, sha256],
      );
      if (row === undefined) return null;
      return row.encoding === "gzip" ? asBytes(await promisify(gunzip)(row.body)) : asBytes(row.body);
    },

    async list({ putBefore, after, limit }) {
      assertLimit(limit, storageLimits.rows);
      const parameters = new Parameters();
      const conditions = [`"putAt" < ${parameters.time(putBefore)}`];
      if (after !== undefined) {
        const place = `(${parameters.text(after.organizationId)}, ${parameters.text(after.sha256)})`;
        conditions.push(`("organizationId", "sha256") > ${place}`);
      }
      const rows = await database.read<{ organizationId: string; sha256: string; putAt: string }>(
        `SELECT "organizationId", "sha256", CAST("putAt" AS TEXT) AS "putAt" FROM ${table}
         WHERE ${conditions.join(" AND ")} ORDER BY "organizationId", "sha256" LIMIT ${limit}`,
        parameters.values,
      );
      return rows.map(({ organizationId, sha256, putAt }) => ({ organizationId, sha256, putAt: new Date(putAt) }));
    },

    async delete({ organizationId, sha256, putBefore }) {
      const parameters = new Parameters();
      const key = `"organizationId" = ${parameters.text(organizationId)} AND "sha256" = ${parameters.text(sha256)}`;
      const deleted = await database.write(
        `DELETE FROM ${table} WHERE ${key} AND "putAt" < ${parameters.time(putBefore)}
         AND ${database.ownedSql(parameters)} RETURNING "sha256"`,
        parameters.values,
      );
      return deleted.length > 0;
    },
  };
}

async function pack(body: Uint8Array): Promise<PackedBody> {
  if (body.length >= minimumBytesToCompress) {
    const compressed = await promisify(gzip)(body, { level: 1 });
    if (compressed.length < body.length) return { body: asBytes(compressed), encoding: "gzip" };
  }
  return { body, encoding: "identity" };
}

function asBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
