import assert from "node:assert/strict";
import { type RunChanges, type SandboxSuite, type SandboxTest, transform } from "./sandbox-suite.js";

const longestLine = 500;
const mostLines = 100;

/** What `onConsole` was called with, before the run ended. */
async function heard(
  test: SandboxTest,
  code: string,
  changes: RunChanges = {},
): Promise<readonly (readonly string[])[]> {
  const calls: (readonly string[])[] = [];
  let lateCalls = 0;
  let hasEnded = false;
  await test
    .points(code, {
      ...changes,
      onConsole(lines) {
        if (hasEnded) lateCalls++;
        calls.push(lines);
      },
    })
    .catch(() => undefined);
  hasEnded = true;
  await new Promise((resolve) => void setTimeout(resolve, 1));
  assert.equal(lateCalls, 0, "called after the run had ended");
  assert.ok(calls.length <= 1, `called ${calls.length} times`);
  return calls;
}

/** What code writes to its console. */
export function describeConsole({ describe, it }: SandboxSuite): void {
  describe("console", () => {
    it("lines are given in one call, in their order", async (test) => {
      const calls = await heard(
        test,
        transform("console.log('first', 1); console.warn('second'); console.error('third'); return []"),
      );
      assert.equal(calls.length, 1);
      assert.deepEqual(
        calls[0]?.map((line) => /first.*1|second|third/.exec(line)?.[0]),
        ["first 1", "second", "third"],
      );
    });

    it("objects can be read", async (test) => {
      const [lines] = await heard(test, transform("console.log({ total: 12, list: ['x'] }); return []"));
      assert.match(lines?.join() ?? "", /total.*12.*list.*x/s);
    });

    it("lines are given also when the code fails", async (test) => {
      const [lines] = await heard(test, transform("console.log('before'); throw new Error('x')"));
      assert.ok(
        lines?.some((line) => line.includes("before")),
        "the line is lost",
      );
    });

    it("lines of loading are given as well", async (test) => {
      const [lines] = await heard(test, "console.log('loading'); export const transform = () => [];");
      assert.ok(
        lines?.some((line) => line.includes("loading")),
        "the line is lost",
      );
    });

    it("lines are bounded in number and length", async (test) => {
      const code = transform("for (let i = 0; i < 1000; i++) console.log('x'.repeat(10000)); return []");
      const [lines = []] = await heard(test, code);
      assert.ok(lines.length > 0 && lines.length <= mostLines, `${lines.length} lines`);
      for (const line of lines) assert.ok(line.length <= longestLine, `a line of ${line.length} characters`);
    });

    it("lines of one run do not come with the next", async (test) => {
      await heard(test, transform("console.log('first run'); return []"));
      const [lines = []] = await heard(test, transform("console.log('second run'); return []"));
      assert.ok(!lines.some((line) => line.includes("first run")), "a line of the first run");
    });

    it("nobody need listen", async (test) => {
      const code = transform(
        "console.log('x'); console.info(1); console.debug({}); return [{ timestamp: 1, value: 2 }]",
      );
      assert.deepEqual(await test.values(code), [2]);
    });
  });
}
