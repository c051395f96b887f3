import {
  createMetricsmith,
  defineTemplate,
  type Metricsmith,
  type PointsSavedEvent,
  type RunEvent,
  type RunHandle,
} from "@metricsmith/core";
import type { StorageAdapter } from "@metricsmith/core/adapter";
import { z } from "zod";

// Checked by the compiler alone: a line that should not compile has `@ts-expect-error`, which fails when it does.

const measure = { value: "stars" };
const request = { endpoint: "https://api.example.com/{OWNER}" };
const stars = defineTemplate({
  id: "stars",
  provider: "github",
  name: "Stars",
  measure,
  request,
  parameters: z.object({ OWNER: z.string(), LIMIT: z.number().default(1) }),
  mapping: { records: "", value: "count" },
});
const rates = defineTemplate({
  id: "rates",
  provider: "bank",
  name: "Rates",
  measure,
  request,
  parameters: z.object({ BASE: z.string().optional() }),
  mapping: { records: "", value: "count" },
});

declare const storage: StorageAdapter;
const organizationId = "acme";

export async function checkEngineApi(): Promise<void> {
  const smith = createMetricsmith({ storage, templates: [stars, rates] });
  const { metrics } = smith;

  const created: { run: RunHandle } = await metrics.create({
    organizationId,
    template: "stars",
    endpointConfig: { OWNER: "facebook" },
  });
  const stored: { run: null } = await metrics.create({
    organizationId,
    template: "stars",
    endpointConfig: { OWNER: "facebook", LIMIT: 2 },
    start: false,
  });
  await metrics.create({ organizationId, template: "rates" });
  await metrics.create({ organizationId, template: "rates", endpointConfig: { BASE: "EUR" } });
  await metrics.create({
    organizationId,
    name: "Ad hoc",
    measure,
    request,
    endpointConfig: { OWNER: "x" },
    mapping: { records: "", value: "count" },
  });

  // @ts-expect-error no template has this id
  await metrics.create({ organizationId, template: "forks", endpointConfig: { OWNER: "facebook" } });
  // @ts-expect-error this template needs a parameter
  await metrics.create({ organizationId, template: "stars" });
  // @ts-expect-error the parameter has another name
  await metrics.create({ organizationId, template: "stars", endpointConfig: { owner: "facebook" } });
  // @ts-expect-error the parameter has another type
  await metrics.create({ organizationId, template: "stars", endpointConfig: { OWNER: 1 } });
  // @ts-expect-error there is no such parameter
  await metrics.create({ organizationId, template: "stars", endpointConfig: { OWNER: "facebook", REPO: "react" } });
  // @ts-expect-error the host sees every organization, so it names one
  await metrics.create({ template: "rates" });
  // @ts-expect-error an ad-hoc metric says what it measures
  await metrics.create({ organizationId, name: "Ad hoc", request });

  const own = smith.forOrganization(organizationId);
  await own.metrics.create({ template: "rates" });
  await own.run("acme/nightly", {});
  await smith.run("acme/nightly", {}, { organizationId });
  // @ts-expect-error the host names an organization
  await smith.run("acme/nightly", {});
  // @ts-expect-error engines are made and stopped by the host alone
  await own.stop();

  smith.on("points-saved", (event) => {
    const saved: PointsSavedEvent = event;
    const inserted: number = event.inserted;
    return void [saved, inserted];
  });
  smith.on("step-end", (event) => {
    const ended: RunEvent = event;
    const type: "step-end" = event.type;
    const name: string | undefined = event.step?.step;
    // @ts-expect-error events of runs carry no points
    void event.points;
    return void [ended, type, name];
  });
  smith.on("run-error", async ({ error }) => void error?.code);
  // @ts-expect-error there is no such event
  smith.on("run-finished", () => undefined);

  await smith.refresh(created.run.id, { type: "hard-refresh", history: "discard" });
  // @ts-expect-error there is no such refresh
  await smith.refresh(created.run.id, { type: "medium-refresh" });
  void stored;
}

/** Without templates every metric is ad hoc. */
export async function checkAdHocOnly(smith: Metricsmith<readonly []>): Promise<void> {
  await smith.metrics.create({
    organizationId,
    name: "Ad hoc",
    measure,
    request,
    mapping: { records: "", value: "count" },
  });
  // @ts-expect-error no template is registered
  await smith.metrics.create({ organizationId, template: "stars" });
}
