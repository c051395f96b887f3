import type { JudgedAnswer } from "./converse.js";
import { chartSystemPrompt } from "./prompts/chart-system-prompt.js";
import { chartTaskPrompt } from "./prompts/chart-task-prompt.js";
import { rejectedCodePrompt } from "./prompts/rejected-code-prompt.js";
import { transformerSystemPrompt } from "./prompts/transformer-system-prompt.js";
import { transformerTaskPrompt } from "./prompts/transformer-task-prompt.js";
import type { ChartAnswer, TransformerAnswer } from "./read-answer.js";
import { visibleText } from "./visible-text.js";

const MAXIMUM_REASONING = 600;
const MAXIMUM_PATHS = 6;

interface Origin {
  readonly model: string;
  readonly rounds: number;
}

/** Sentences for people: what the model says, which paths it names, and which prompts it was asked with. */
export function transformerReasons(judged: JudgedAnswer<TransformerAnswer>, origin: Origin): string[] {
  const { reasoning, valuePaths, timePaths } = judged.answer;
  const named = [
    valuePaths.length === 0 ? null : `values are read from ${pathWords(valuePaths)}`,
    timePaths.length === 0 ? null : `times from ${pathWords(timePaths)}`,
  ].filter((part) => part !== null);
  return [
    ...reasoningWords(reasoning),
    ...(named.length === 0 ? [] : [`It names where it reads: ${named.join(", ")}.`]),
    originWords(judged.round, origin, [transformerSystemPrompt.version, transformerTaskPrompt.version]),
  ];
}

/** The same for code of a chart. */
export function chartReasons(judged: JudgedAnswer<ChartAnswer>, origin: Origin): string[] {
  const versions = [chartSystemPrompt.version, chartTaskPrompt.version];
  return [...reasoningWords(judged.answer.reasoning), originWords(judged.round, origin, versions)];
}

/** What a model says, on one line and not endlessly; nothing when it says nothing. */
export function reasoningWords(reasoning: string): string[] {
  const line = visibleText(reasoning.replace(/\s+/g, " ").trim());
  if (line === "") return [];
  return [line.length > MAXIMUM_REASONING ? `${line.slice(0, MAXIMUM_REASONING)}\u2026` : line];
}

function originWords(round: number, { model, rounds }: Origin, versions: readonly string[]): string {
  const all = round === 1 ? versions : [...versions, rejectedCodePrompt.version];
  return `Written by ${model} in round ${round} of at most ${rounds}, with the prompts ${all.join(", ")}.`;
}

function pathWords(paths: readonly string[]): string {
  const shown = paths.slice(0, MAXIMUM_PATHS).map((path) => visibleText(path.slice(0, 100)));
  return paths.length > MAXIMUM_PATHS
    ? `${shown.join(", ")} and ${paths.length - MAXIMUM_PATHS} more`
    : shown.join(", ");
}
