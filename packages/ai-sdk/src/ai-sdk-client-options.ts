import { type JsonObject, MetricsmithError } from "@metricsmith/core/adapter";

/**
 * A language model of the AI SDK, by its shape: its own types differ between its versions, and a CommonJS project cannot name those of
 * version 7.
 */
export type AiSdkModel =
  | string
  | {
      readonly specificationVersion: string;
      readonly provider: string;
      readonly modelId: string;
      readonly doGenerate: (options: never) => PromiseLike<unknown>;
    };

export interface AiSdkClientOptions {
  /** A model of any provider of the AI SDK, such as `anthropic("claude-sonnet-4-5")`, or a name that the AI SDK resolves itself. */
  readonly model: AiSdkModel;
  /** Names the model in transformers, usage entries and prices. @defaultValue the model's own id */
  readonly modelId?: string | undefined;
  /**
   * What the provider is asked to guarantee of the answer: that it follows the schema, that it is JSON, or nothing.
   *
   * @defaultValue "strict"; "json-object" for models that say they do not support schemas, as those of `@ai-sdk/openai-compatible` do
   */
  readonly structuredOutput?: "strict" | "json-object" | "prompt" | undefined;
  /** Whether the prompt holds the schema too. @defaultValue `false` for "strict". Always `true` for the other two */
  readonly schemaInPrompt?: boolean | undefined;
  /** `false` for models that refuse every temperature, as reasoning models do: none is ever sent. @defaultValue `true` */
  readonly temperature?: boolean | undefined;
  /**
   * Handed to the provider, by its name: `{ anthropic: { thinking: { type: "disabled" } } }`.
   *
   * @defaultValue none; with a provider of OpenAI's responses `{ openai: { store: false } }`, so that OpenAI keeps no answers
   */
  readonly providerOptions?: Readonly<Record<string, JsonObject>> | undefined;
}

export interface ResolvedAiSdkClientOptions {
  readonly model: AiSdkModel;
  readonly modelId: string;
  readonly structuredOutput: "strict" | "json-object" | "prompt";
  readonly schemaInPrompt: boolean;
  readonly temperature: boolean;
  readonly providerOptions: Readonly<Record<string, JsonObject>>;
}

/** @throws {MetricsmithError} OPTION_INVALID */
export function resolveAiSdkClientOptions(options: AiSdkClientOptions): ResolvedAiSdkClientOptions {
  const { model, temperature = true, providerOptions = {} } = options;
  const modelId = options.modelId ?? (typeof model === "string" ? model : model.modelId);
  if (modelId.trim() === "") {
    throw new MetricsmithError("aiSdkClient: the model has no id. Give it a `modelId`.", { code: "OPTION_INVALID" });
  }
  const structuredOutput = options.structuredOutput ?? (declinesSchemas(model) ? "json-object" : "strict");
  return {
    model,
    modelId,
    structuredOutput,
    schemaInPrompt: structuredOutput === "strict" ? (options.schemaInPrompt ?? false) : true,
    temperature,
    providerOptions: isOpenaiResponses(model)
      ? { ...providerOptions, openai: { store: false, ...providerOptions["openai"] } }
      : providerOptions,
  };
}

/** Their provider drops a schema and only warns, so that the model would never see it. */
function declinesSchemas(model: AiSdkModel): boolean {
  return typeof model !== "string" && "supportsStructuredOutputs" in model && model.supportsStructuredOutputs === false;
}

function isOpenaiResponses(model: AiSdkModel): boolean {
  return typeof model !== "string" && model.provider === "openai.responses";
}
