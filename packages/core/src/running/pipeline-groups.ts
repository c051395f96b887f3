import type { Pipeline } from "./pipeline.js";

/** Runs of pipelines that share all of their address but the name. */
export interface PipelineGroup {
  readonly provider: string | null;
  readonly domain: string | null;
  readonly pipeline: { readonly in: readonly string[] };
}

/** The registered pipelines, grouped so that one condition finds the runs of a group. */
export function groupPipelines(pipelines: readonly Pipeline[]): PipelineGroup[] {
  const groups = new Map<string, PipelineGroup & { pipeline: { in: string[] } }>();
  for (const { provider = null, domain = null, name } of pipelines) {
    const key = JSON.stringify([provider, domain]);
    const group = groups.get(key) ?? { provider, domain, pipeline: { in: [] } };
    group.pipeline.in.push(name);
    groups.set(key, group);
  }
  return [...groups.values()];
}
