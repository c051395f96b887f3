import type { CommitInput, StorageAdapter } from "@metricsmith/core/adapter";

/** Sees every call to a storage, and decides whether and when it is applied and answered. */
export type Intercept = (
  call: { readonly name: string; readonly input: unknown },
  apply: () => Promise<unknown>,
) => Promise<unknown>;

/** The storage as one process sees it, with `intercept` on the way. */
export function interceptedStorage(storage: StorageAdapter, intercept: Intercept): StorageAdapter {
  const wrap = <Part extends object>(part: Part, prefix: string): Part =>
    new Proxy(part, {
      get(target, property, receiver) {
        const member: unknown = Reflect.get(target, property, receiver);
        if (typeof property !== "string") return member;
        const name = `${prefix}${property}`;
        if (typeof member === "function") {
          return (input: unknown) =>
            intercept({ name, input }, async () => (member as (input: unknown) => unknown).call(target, input));
        }
        return typeof member === "object" && member !== null && property !== "capabilities"
          ? wrap(member, `${name}.`)
          : member;
      },
    });
  return wrap(storage, "");
}

/** The storage of a process that dies as soon as the boundary of a step is committed: no later call is answered. */
export function dyingAfterStep(storage: StorageAdapter, step: string): { storage: StorageAdapter; isDead(): boolean } {
  let isDead = false;
  const intercepted = interceptedStorage(storage, async ({ name, input }, apply) => {
    if (isDead) return new Promise(() => undefined);
    const answer = await apply();
    isDead ||= name === "commit" && hasBoundaryOf(input as CommitInput, step);
    return isDead ? new Promise(() => undefined) : answer;
  });
  return { storage: intercepted, isDead: () => isDead };
}

/** True for the commit of a step's boundary. */
export function hasBoundaryOf({ writes }: CommitInput, step: string): boolean {
  return writes.some((write) => write.operation === "insert" && write.table === "stepLogs" && write.row.step === step);
}
