import { assertLimit, type PayloadStore, storageLimits } from "@metricsmith/core/adapter";
import type { Database } from "../database.js";
import { type PackedBody, packBody, unpackBody } from "../payload-compression.js";
import { PostgresParameters } from "./postgres-parameters.js";

/** The server's time in UTC, whole milliseconds, as its columns keep it. */
const putNow = "date_trunc('milliseconds', statement_timestamp() AT TIME ZONE 'UTC')";

/** Payload bodies in one table. Each call is one statement. */
export function postgresPayloadStore(database: Database): PayloadStore {
  const table = database.tables.payloadBodies;

  return {
    async put({ organizationId, sha256, body }) {
      const packed = await packBody(body.slice());
      const parameters = new PostgresParameters();
      const values = [
        parameters.text(organizationId),
        parameters.text(sha256),
        parameters.bytes(packed.body),
        parameters.text(packed.encoding),
        putNow,
      ];
      await database.execute(
        `INSERT INTO ${table} AS "stored" ("organizationId", "sha256", "body", "encoding", "putAt")
        VALUES (${values.join(", ")})
        ON CONFLICT ("organizationId", "sha256") DO UPDATE SET "putAt" = greatest("stored"."putAt", EXCLUDED."putAt")`,
        parameters.values,
      );
    },

    async get({ organizationId, sha256 }) {
      const parameters = new PostgresParameters();
      const sql = `SELECT "body", "encoding" FROM ${table}
        WHERE "organizationId" = ${parameters.text(organizationId)} AND "sha256" = ${parameters.text(sha256)}`;
      const [row] = await database.read<PackedBody>(sql, parameters.values);
      return row === undefined ? null : unpackBody(row);
    },

    async list({ putBefore, after, limit }) {
      assertLimit(limit, storageLimits.rows);
      const parameters = new PostgresParameters();
      const conditions = [`"putAt" < ${parameters.time(putBefore)}`];
      if (after !== undefined) {
        const place = `(${parameters.text(after.organizationId)}, ${parameters.text(after.sha256)})`;
        conditions.push(`("organizationId" COLLATE "C", "sha256" COLLATE "C") > ${place}`);
      }
      const sql = `SELECT "organizationId", "sha256", (extract(epoch from "putAt") * 1000)::bigint::text AS "putAt"
        FROM ${table} WHERE ${conditions.join(" AND ")}
        ORDER BY "organizationId" COLLATE "C", "sha256" COLLATE "C" LIMIT ${parameters.number(limit)}`;
      type Row = Record<"organizationId" | "sha256" | "putAt", string>;
      const rows = await database.read<Row>(sql, parameters.values);
      return rows.map(({ putAt, ...key }) => ({ ...key, putAt: new Date(Number(putAt)) }));
    },

    async delete({ organizationId, sha256, putBefore }) {
      const parameters = new PostgresParameters();
      const sql = `DELETE FROM ${table} WHERE "organizationId" = ${parameters.text(organizationId)}
        AND "sha256" = ${parameters.text(sha256)} AND "putAt" < ${parameters.time(putBefore)}`;
      return (await database.execute(sql, parameters.values)) === 1;
    },
  };
}
