import { createTwoFilesPatch } from "diff";
import type { Transformer } from "../transformers/transformer.js";

/** What has changed between two versions, as unified diffs; `""` where nothing has. */
export interface TransformerDiff {
  readonly code: string;
  readonly historicalCode: string;
  /** Of the mappings as JSON. */
  readonly mapping: string;
}

export function diffTransformers(from: Transformer, to: Transformer): TransformerDiff {
  const [fromName, toName] = [`version ${from.version}`, `version ${to.version}`];
  const diff = (before: string, after: string): string =>
    before === after ? "" : createTwoFilesPatch(fromName, toName, before, after, undefined, undefined, { context: 3 });
  return {
    code: diff(from.code, to.code),
    historicalCode: diff(from.historicalCode ?? "", to.historicalCode ?? ""),
    mapping: diff(mappingText(from), mappingText(to)),
  };
}

function mappingText({ mapping }: Transformer): string {
  return mapping === null ? "" : `${JSON.stringify(mapping, null, 2)}\n`;
}
