import type { Metric } from "../metrics/metric.js";
import type { Write } from "../ports/storage.js";
import type { StepContext } from "../running/step-context.js";
import type { Slot, TransformerKind } from "../transformers/transformer.js";
import { deriveId } from "../util/uuid.js";

/** Makes a stored transformer the active one of its slot. */
export async function activateTransformer(
  context: StepContext,
  input: {
    readonly metric: Metric;
    readonly kind: TransformerKind;
    readonly scopeKey: string;
    readonly transformerId: string | null;
    /** The definition's code that it stands in for. @defaultValue none: the definition decides */
    readonly pinnedCodeHash?: string | null | undefined;
  },
): Promise<Write[]> {
  const { metric, kind, scopeKey, transformerId, pinnedCodeHash = null } = input;
  const now = context.now();
  const [slot] = await context.records.find({ table: "slots", where: { kind, scopeKey }, limit: 1 });
  if (slot !== undefined) {
    if (slot.activeTransformerId === transformerId && slot.pinnedCodeHash === pinnedCodeHash) return [];
    const set = { activeTransformerId: transformerId, pinnedCodeHash, updatedAt: now };
    return [{ operation: "update", table: "slots", id: slot.id, set }];
  }
  const row: Slot = {
    id: deriveId(scopeKey, `slot:${kind}`),
    createdAt: now,
    updatedAt: now,
    organizationId: metric.organizationId,
    kind,
    scopeKey,
    metricId: metric.id,
    activeTransformerId: transformerId,
    pinnedCodeHash,
  };
  return [{ operation: "insert", table: "slots", row }];
}
