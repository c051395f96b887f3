import { bodyAsJson } from "../fetching/body-as-json.js";
import { MetricsmithError } from "../errors/metricsmith-error.js";
import type { Metric } from "../metrics/metric.js";
import type { Payload } from "../metrics/payload.js";
import type { RequestDefinition } from "../metrics/request-definition.js";
import type { FetchOutput } from "../ports/fetching.js";
import type { StepContext } from "../running/step-context.js";
import { sha256 } from "../util/sha256.js";
import { remember } from "./remember.js";

/** Fetches one of the metric's requests and archives the response. Its record lands with the step's boundary. */
export async function fetchPayload(
  context: StepContext,
  metric: Metric,
  input: {
    readonly kind: Payload["kind"];
    readonly request: RequestDefinition;
    /** The run's payload before this one: a rebuild takes them in this order, also when both arrived in one millisecond. */
    readonly after?: Payload | undefined;
  },
): Promise<Payload> {
  const id = context.deriveId(`payload:${input.kind}`);
  // An attempt before this one may have archived it, under another definition of the pipeline.
  const archived = context.run.attempt === 1 ? null : await context.records.get({ table: "payloads", id });
  if (archived !== null) return archived;
  const output: FetchOutput = await context.fetch({
    request: input.request,
    endpointConfig: metric.endpointConfig,
    connectionId: metric.connectionId,
    timezone: metric.timezone,
  });
  const fetchedAt = context.now();
  const pages = await Promise.all(
    output.pages.map(async ({ status, headers, body }) => {
      const key = { organizationId: metric.organizationId, sha256: sha256(body) };
      await context.payloads.put({ ...key, body });
      return { sha256: key.sha256, status, headers, bytes: body.byteLength };
    }),
  );
  const payload: Payload = {
    id,
    createdAt: new Date(Math.max(fetchedAt.getTime(), (input.after?.createdAt.getTime() ?? -Infinity) + 1)),
    updatedAt: fetchedAt,
    organizationId: metric.organizationId,
    metricId: metric.id,
    runId: context.run.id,
    kind: input.kind,
    format: input.request.format ?? "json",
    pages,
    endpointConfig: metric.endpointConfig,
    configHash: metric.configHash,
    timezone: metric.timezone,
    fetchedAt,
  };
  // For the steps behind this one, which would read both back.
  const [page] = output.pages;
  if (page !== undefined) remember(context, bodyKey(payload), page.body);
  remember(context, payloadKey(payload.id), payload);
  context.atBoundary([{ operation: "insert", table: "payloads", row: payload }]);
  return payload;
}

/** The archived response as the one JSON text that transformers read. @throws {MetricsmithError} PAYLOAD_NOT_FOUND */
export async function loadPayloadJson(
  context: StepContext,
  payload: Payload,
  { remember: isNeededAgain }: { readonly remember: boolean },
): Promise<Uint8Array> {
  const body = await (isNeededAgain
    ? context.memo(bodyKey(payload), () => loadBody(context, payload))
    : loadBody(context, payload));
  return bodyAsJson(body, payload.format);
}

async function loadBody(context: StepContext, payload: Payload): Promise<Uint8Array> {
  const [page] = payload.pages;
  const { organizationId } = payload;
  const body = page === undefined ? null : await context.payloads.get({ organizationId, sha256: page.sha256 });
  if (body === null) {
    throw new MetricsmithError(
      `The archived response ${payload.id} is not in the payload store. Refresh the metric, and check who deletes from the store.`,
      {
        code: "PAYLOAD_NOT_FOUND",
        details: { payloadId: payload.id },
      },
    );
  }
  return body;
}

/** The record of an archived response. @throws {MetricsmithError} PAYLOAD_NOT_FOUND */
export async function getPayload(context: StepContext, payloadId: string): Promise<Payload> {
  const payload = await context.memo(payloadKey(payloadId), () =>
    context.records.get({ table: "payloads", id: payloadId }),
  );
  if (payload !== null) return payload;
  throw new MetricsmithError(`The archived response ${payloadId} is gone. Refresh the metric.`, {
    code: "PAYLOAD_NOT_FOUND",
    details: { payloadId },
  });
}

function payloadKey(payloadId: string): string {
  return `payload:${payloadId}`;
}

function bodyKey(payload: Payload): string {
  return `body:${payload.id}`;
}
