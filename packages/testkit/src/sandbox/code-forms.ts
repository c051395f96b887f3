import assert from "node:assert/strict";
import type { SandboxSuite } from "./sandbox-suite.js";

const forms: Readonly<Record<string, string>> = {
  "a function": "function transform(input) { return [{ timestamp: 1, value: input.value }] }",
  "a constant": "const transform = (input) => [{ timestamp: 1, value: input.value }]",
  "an export": "export const transform = (input) => [{ timestamp: 1, value: input.value }];",
  "an export list":
    "function other(input) { return [{ timestamp: 1, value: input.value }] }\nexport { other as transform };",
  "a default export": "export default function (input) { return [{ timestamp: 1, value: input.value }] }",
  "an async default export": "export default async (input) => [{ timestamp: 1, value: await input.value }]",
  "an async function": "async function transform(input) { await null; return [{ timestamp: 1, value: input.value }] }",
  "an arrow alone": "(input) => [{ timestamp: 1, value: input.value }];",
  "an async arrow alone": "async (input) => [{ timestamp: 1, value: input.value }]",
  types:
    "export const transform = (input: { value: number }): unknown[] => [{ timestamp: 1, value: input.value! as number }];",
  "declarations of types":
    "interface A { b?: string }\ntype C = A | null;\nexport function transform<T extends { value: number }>(input: T): unknown[] { return [{ timestamp: 1, value: input.value satisfies number }] }",
  "an import of types":
    "import type { DataPoint } from 'somewhere';\nexport function transform(input: any): DataPoint[] { return [{ timestamp: 1, value: input.value }] }",
  "a fence with prose around":
    "Here it is:\n```ts\nexport function transform(input: any) { return [{ timestamp: 1, value: input.value }] }\n```\nEnjoy.",
  "several fences":
    "```json\n{}\n```\nand\n```js\nconst transform = (input) => [{ timestamp: 1, value: input.value }];\n```",
  "a fence without an end":
    "```typescript\nexport const transform = (input) => [{ timestamp: 1, value: input.value }];",
  "an await while loading":
    "const one = await Promise.resolve(1);\nexport const transform = (input) => [{ timestamp: one, value: input.value }]",
};

/** How code may be written. */
export function describeCodeForms({ describe, it }: SandboxSuite): void {
  describe("code", () => {
    for (const [form, code] of Object.entries(forms)) {
      it(`loads ${form}`, async (test) => {
        assert.deepEqual(await test.values(code, { input: { value: 42 } }), [42]);
      });
    }

    it("`transform` comes before the default export", async (test) => {
      const code = "export default () => []; export const transform = () => [{ timestamp: 1, value: 1 }];";
      assert.deepEqual(await test.values(code), [1]);
    });
  });
}
