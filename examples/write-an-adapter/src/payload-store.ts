import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  assertLimit,
  compareCodePoints,
  type PayloadKey,
  type PayloadStore,
  sha256,
  storageLimits,
} from "@metricsmith/core/adapter";
import type { FileDatabase } from "./file-database.js";
import { syncDirectory, writeWhole } from "./whole-file.js";

interface Note extends PayloadKey {
  readonly putAt: number;
}

/**
 * Bodies as files, each noted in the journal before it is written and struck off after it is deleted: a crash leaves a
 * note without a file, which is an absent body that the next deletion strikes off, and never a file without a note.
 */
export function filePayloadStore(database: FileDatabase, directory: string): PayloadStore {
  const folder = join(directory, "bodies");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  syncDirectory(directory);

  return {
    async put({ body, ...key }) {
      const note: Note = { ...key, putAt: database.now() };
      database.change([["bodies", keyOf(note), note]]);
      const path = pathOf(folder, note);
      if (!existsSync(path)) writeWhole(path, [body]);
    },

    async get(key) {
      const path = pathOf(folder, key);
      return existsSync(path) ? new Uint8Array(readFileSync(path)) : null;
    },

    async list({ putBefore, after, limit }) {
      assertLimit(limit, storageLimits.rows);
      return [...database.collection<Note>("bodies").values()]
        .filter(({ putAt }) => putAt < putBefore.getTime())
        .filter((note) => after === undefined || compareKeys(note, after) > 0)
        .sort(compareKeys)
        .slice(0, limit)
        .map((note) => ({ ...note, putAt: new Date(note.putAt) }));
    },

    async delete({ putBefore, ...key }) {
      const note = database.collection<Note>("bodies").get(keyOf(key));
      if (note === undefined || note.putAt >= putBefore.getTime()) return false;
      rmSync(pathOf(folder, key), { force: true });
      syncDirectory(folder);
      database.change([["bodies", keyOf(key), null]]);
      return true;
    },
  };
}

/** Hashed, because an organization's id may hold any characters: "../", a NUL or 200 emoji. */
function pathOf(folder: string, key: PayloadKey): string {
  return join(folder, `${sha256(key.organizationId)}-${sha256(key.sha256)}`);
}

/** The hash has one length, so the two cannot run into each other. */
function keyOf({ organizationId, sha256 }: PayloadKey): string {
  return `${sha256} ${organizationId}`;
}

function compareKeys(a: PayloadKey, b: PayloadKey): number {
  return compareCodePoints(a.organizationId, b.organizationId) || compareCodePoints(a.sha256, b.sha256);
}
