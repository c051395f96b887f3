import { hostname } from "node:os";

/** An owner that was not seen for so long is taken for dead. */
export const ownerTimeoutMs = 60_000;

/** How the meta row names this process. A second process with the same name can only exist when this one does not. */
export function ownerOfThisProcess(): string {
  return `${hostname()}/${process.pid}`;
}

export interface SeenOwner {
  readonly owner: string;
  readonly seenAt: Date;
}

/**
 * True while the owner may still use the storage: it was seen within the last minute and, when it is a process of this
 * host, that process exists. Elsewhere only the minute tells.
 */
export function isAlive({ owner, seenAt }: SeenOwner, now: Date): boolean {
  if (now.getTime() - seenAt.getTime() > ownerTimeoutMs) return false;
  const prefix = `${hostname()}/`;
  return !owner.startsWith(prefix) || processExists(Number(owner.slice(prefix.length)));
}

function processExists(processId: number): boolean {
  try {
    // Signal 0 only asks.
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // A process of another user may not be signalled, but exists.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
