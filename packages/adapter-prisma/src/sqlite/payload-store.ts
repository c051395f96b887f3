import { assertLimit, type PayloadStore, storageLimits } from "@metricsmith/core/adapter";
import { type PackedBody, packBody, unpackBody } from "../payload-compression.js";
import type { OwnedDatabase } from "./owned-database.js";
import { SqliteParameters, timeText } from "./sqlite-parameters.js";

/** Payload bodies, compressed where that saves space. They are addressed by their content, so writing one harms no one. */
export function sqlitePayloadStore(database: OwnedDatabase, now: () => Date): PayloadStore {
  const table = database.tables.payloadBodies;
  return {
    async put({ organizationId, sha256, body }) {
      const copy = body.slice();
      const putAt = () => timeText(now().getTime());
      const renewed = await database.write(
        `UPDATE ${table} SET "putAt" = ? WHERE "organizationId" = ? AND "sha256" = ? RETURNING "sha256"`,
        [putAt(), organizationId, sha256],
      );
      if (renewed.length > 0) return;
      const packed = await packBody(copy);
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
      return row === undefined ? null : unpackBody(row);
    },

    async list({ putBefore, after, limit }) {
      assertLimit(limit, storageLimits.rows);
      const parameters = new SqliteParameters();
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
      const parameters = new SqliteParameters();
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
