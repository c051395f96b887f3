import assert from "node:assert/strict";
import { randomBytes, randomUUID } from "node:crypto";
import { type PayloadKey, type PayloadStore, sha256 } from "@metricsmith/core/adapter";
import { assertRejects } from "../storage/storage-suite.js";

const future = new Date("9999-01-01T00:00:00.000Z");

/** Bodies put, read, listed and deleted. */
export function describePayloads(it: (name: string, body: (store: PayloadStore) => Promise<void>) => void): void {
  for (const [what, body] of [
    ["an empty body", new Uint8Array()],
    ["every byte value, NUL in front", Uint8Array.from({ length: 256 }, (_, index) => index)],
    ["text with NUL inside", new TextEncoder().encode("before\0after")],
    ["bytes that are no UTF-8", Uint8Array.of(0xff, 0xfe, 0x80, 0xc0)],
    ["a megabyte that compresses", new TextEncoder().encode('{"value":1},'.repeat(87_382))],
    ["a megabyte that does not compress", new Uint8Array(randomBytes(1_048_576))],
    [
      "what is a compressed body itself",
      Uint8Array.of(0x1f, 0x8b, 0x08, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    ],
  ] as const) {
    it(`keeps ${what}`, async (store) => {
      const key = await putNew(store, newOrganization(), body);
      assertBytes(await store.get(key), body);
    });
  }

  // Catches a store that keeps the memory around the bytes.
  it("keeps a part of a larger buffer, as bytes of either class", async (store) => {
    const larger = Uint8Array.from({ length: 64 }, (_, index) => index);
    const organizationId = newOrganization();
    for (const body of [larger.subarray(10, 20), Buffer.from(larger.buffer, 20, 30)]) {
      const key = await putNew(store, organizationId, body);
      assertBytes(await store.get(key), body);
    }
  });

  it("get() gives null for an absent body", async (store) => {
    assert.equal(await store.get({ organizationId: newOrganization(), sha256: "0".repeat(64) }), null);
  });

  it("get() gives null for another organization's body", async (store) => {
    const key = await putNew(store, newOrganization(), Uint8Array.of(1));
    assert.equal(await store.get({ ...key, organizationId: newOrganization() }), null);
  });

  it("a body is kept once for each organization", async (store) => {
    const [mine, theirs] = [newOrganization(), newOrganization()];
    const key = await putNew(store, mine, Uint8Array.of(1));
    await putNew(store, theirs, Uint8Array.of(1));
    assert.equal(await store.delete({ ...key, putBefore: future }), true);
    assertBytes(await store.get({ ...key, organizationId: theirs }), Uint8Array.of(1));
  });

  it("bodies handed in and out are copies", async (store) => {
    const body = new Uint8Array(4_096).fill(7);
    const key = keyOf(newOrganization(), body);
    await store.put({ ...key, body });
    body.fill(8);
    (await store.get(key))?.fill(9);
    assertBytes(await store.get(key), new Uint8Array(4_096).fill(7));
  });

  it("putting a body again renews its putAt and keeps it once", async (store) => {
    const organizationId = newOrganization();
    const key = await putNew(store, organizationId, Uint8Array.of(1));
    const [first] = await listOf(store, organizationId);
    assert.ok(first !== undefined);
    const putBefore = await nextInstant(store, key);
    await store.put({ ...key, body: Uint8Array.of(1) });
    const [renewed, ...others] = await listOf(store, organizationId);
    assert.deepEqual(others, []);
    assert.ok(renewed !== undefined && renewed.putAt >= putBefore, "putAt was not renewed");
    const latest = renewed.putAt;
    assert.equal(await store.delete({ ...key, putBefore: latest }), false);
    assertBytes(await store.get(key), Uint8Array.of(1));
  });

  it("putting one body many times at once keeps it once", async (store) => {
    const organizationId = newOrganization();
    const body = new Uint8Array(10_000).fill(1);
    await Promise.all(Array.from({ length: 10 }, () => putNew(store, organizationId, body)));
    assert.equal((await listOf(store, organizationId)).length, 1);
    assertBytes(await store.get(keyOf(organizationId, body)), body);
  });

  it("list() orders by organization, then hash, in code point order", async (store) => {
    const base = newOrganization();
    const organizations = ["a", "B", "\u{1f600}", "\ue000"].map((name) => `${base}${name}`);
    const bodies = [1, 2, 3].map((byte) => Uint8Array.of(byte));
    for (const organizationId of organizations) {
      for (const body of bodies) await putNew(store, organizationId, body);
    }
    const hashes = bodies.map((body) => sha256(body)).toSorted();
    const listed = await store.list({ putBefore: future, after: { organizationId: base, sha256: "" }, limit: 12 });
    assert.deepEqual(
      listed.map(({ organizationId, sha256: hash }) => `${organizationId.slice(base.length)} ${hash}`),
      ["B", "a", "\ue000", "\u{1f600}"].flatMap((name) => hashes.map((hash) => `${name} ${hash}`)),
    );
  });

  it("list() gives the first `limit` bodies behind `after`", async (store) => {
    const organizationId = newOrganization();
    const keys: PayloadKey[] = [];
    for (const byte of [1, 2, 3, 4]) keys.push(await putNew(store, organizationId, Uint8Array.of(byte)));
    const hashes = keys.map((key) => key.sha256).toSorted();
    const after = { organizationId, sha256: hashes[0] ?? "" };
    const listed = await store.list({ putBefore: future, after, limit: 2 });
    assert.deepEqual(
      listed.map((body) => body.sha256),
      hashes.slice(1, 3),
    );
  });

  it("list() gives only bodies put before `putBefore`, itself excluded", async (store) => {
    const organizationId = newOrganization();
    await putNew(store, organizationId, Uint8Array.of(1));
    const [{ putAt } = { putAt: future }] = await listOf(store, organizationId);
    assert.equal((await listOf(store, organizationId, putAt)).length, 0);
    assert.equal((await listOf(store, organizationId, new Date(putAt.getTime() + 1))).length, 1);
  });

  it("pages of list() join to all bodies of all organizations behind `after`, each once", async (store) => {
    const base = newOrganization();
    const put: string[] = [];
    for (const name of ["1", "2", "3"]) {
      for (const byte of [1, 2, 3, 4]) {
        const key = await putNew(store, `${base}${name}`, Uint8Array.of(byte));
        put.push(`${key.organizationId} ${key.sha256}`);
      }
    }
    const joined: string[] = [];
    for (let after: PayloadKey = { organizationId: base, sha256: "" }; joined.length < put.length;) {
      const page = await store.list({ putBefore: future, after, limit: 5 });
      const last = page.at(-1);
      if (last === undefined) break;
      joined.push(...page.map((body) => `${body.organizationId} ${body.sha256}`));
      after = { organizationId: last.organizationId, sha256: last.sha256 };
    }
    assert.deepEqual(joined.slice(0, put.length), put.toSorted());
  });

  it("list() refuses limits outside 1 to 1,000", async (store) => {
    for (const limit of [0, 1_001, 1.5])
      await assertRejects(store.list({ putBefore: future, limit }), "STORAGE_INVALID");
    const after = { organizationId: newOrganization(), sha256: "" };
    assert.ok((await store.list({ putBefore: future, after, limit: 1_000 })).length <= 1_000);
  });

  it("delete() deletes a body put before `putBefore` and says true", async (store) => {
    const key = await putNew(store, newOrganization(), Uint8Array.of(1));
    assert.equal(await store.delete({ ...key, putBefore: future }), true);
    assert.equal(await store.get(key), null);
    assert.deepEqual(await listOf(store, key.organizationId), []);
  });

  it("delete() leaves a body put at or after `putBefore` and says false", async (store) => {
    const key = await putNew(store, newOrganization(), Uint8Array.of(1));
    const [{ putAt } = { putAt: future }] = await listOf(store, key.organizationId);
    assert.equal(await store.delete({ ...key, putBefore: putAt }), false);
    assertBytes(await store.get(key), Uint8Array.of(1));
  });

  it("delete() leaves the same body of another organization, and its other bodies", async (store) => {
    const [mine, theirs] = [newOrganization(), newOrganization()];
    const key = await putNew(store, mine, Uint8Array.of(1));
    const others = [await putNew(store, theirs, Uint8Array.of(1)), await putNew(store, mine, Uint8Array.of(2))];
    assert.equal(await store.delete({ ...key, putBefore: future }), true);
    for (const other of others) assert.ok((await store.get(other)) !== null);
  });

  it("of several deletes of a body at the same time one says true", async (store) => {
    const key = await putNew(store, newOrganization(), Uint8Array.of(1));
    const results = await Promise.all(Array.from({ length: 5 }, () => store.delete({ ...key, putBefore: future })));
    assert.equal(results.filter(Boolean).length, 1);
  });

  // Catches a renewal that finds the body and then loses it to a sweep.
  it("a body put again while an earlier one is swept is there afterwards", async (store) => {
    const body = new Uint8Array(5_000).fill(3);
    const key = await putNew(store, newOrganization(), body);
    for (let round = 0; round < 5; round++) {
      const putBefore = await nextInstant(store, key);
      await Promise.all(
        round % 2 === 0
          ? [store.put({ ...key, body }), store.delete({ ...key, putBefore })]
          : [store.delete({ ...key, putBefore }), store.put({ ...key, body })],
      );
      assertBytes(await store.get(key), body);
      assert.equal(await store.delete({ ...key, putBefore }), false);
    }
  });

  it("delete() of an absent body says false, and the body can be put again", async (store) => {
    const key = await putNew(store, newOrganization(), Uint8Array.of(1));
    await store.delete({ ...key, putBefore: future });
    assert.equal(await store.delete({ ...key, putBefore: future }), false);
    await store.put({ ...key, body: Uint8Array.of(1) });
    assertBytes(await store.get(key), Uint8Array.of(1));
  });
}

function newOrganization(): string {
  return `organization-${randomUUID()}-`;
}

/** An instant of the store's clock that is later than the body's `putAt` and has come. */
async function nextInstant(store: PayloadStore, { organizationId, sha256: hash }: PayloadKey): Promise<Date> {
  const stored = (await listOf(store, organizationId)).find((body) => body.sha256 === hash);
  assert.ok(stored !== undefined, "the body is not listed");
  for (let attempt = 0; attempt < 1_000; attempt++) {
    await new Promise((resolve) => void setTimeout(resolve, 2));
    const probe = await putNew(store, newOrganization(), Uint8Array.of(attempt % 256));
    const [listed] = await listOf(store, probe.organizationId);
    await store.delete({ ...probe, putBefore: future });
    if (listed !== undefined && listed.putAt > stored.putAt) return listed.putAt;
  }
  return assert.fail("the store's clock stands still");
}

function keyOf(organizationId: string, body: Uint8Array): PayloadKey {
  return { organizationId, sha256: sha256(body) };
}

async function putNew(store: PayloadStore, organizationId: string, body: Uint8Array): Promise<PayloadKey> {
  const key = keyOf(organizationId, body);
  await store.put({ ...key, body });
  return key;
}

async function listOf(
  store: PayloadStore,
  organizationId: string,
  putBefore = future,
): ReturnType<PayloadStore["list"]> {
  const listed = await store.list({ putBefore, after: { organizationId, sha256: "" }, limit: 100 });
  return listed.filter((body) => body.organizationId === organizationId);
}

/** Compares bytes, whatever class holds them. */
function assertBytes(actual: Uint8Array | null, expected: Uint8Array): void {
  assert.ok(actual !== null, "the body is absent");
  assert.ok(
    Buffer.from(actual).equals(expected),
    `${actual.length} bytes came back, not the ${expected.length} that were put`,
  );
}
