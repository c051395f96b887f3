/** The parts that address a pipeline. */
export interface PipelineAddress {
  readonly provider: string | null;
  readonly domain: string | null;
  readonly name: string;
}

/** `provider/domain/name`, without the parts that are absent. */
export function formatPipelineAddress(address: PipelineAddress): string {
  return [address.provider, address.domain, address.name].filter((part) => part !== null).join("/");
}
