import { type JsonObject, MetricsmithError } from "@metricsmith/core/adapter";
import { OpenAI } from "openai";
import { serverOf } from "./server-kind.js";

export interface OpenaiClientOptions {
  /** As the server names it, such as "gpt-5.2-mini"; with Azure the deployment. */
  readonly model: string;
  /** Names the model in transformers, usage entries and prices. @defaultValue `model` */
  readonly modelId?: string | undefined;
  /**
   * @defaultValue the variable `OPENAI_API_KEY`; with a `baseURL` that is not OpenAI's none, so that OpenAI's key goes to nobody else
   */
  readonly apiKey?: string | undefined;
  /** Of a server that speaks OpenAI's protocol, such as "http://127.0.0.1:11434/v1". @defaultValue OpenAI's, or `OPENAI_BASE_URL` */
  readonly baseURL?: string | undefined;
  /** An `OpenAI` or `AzureOpenAI` of your own, instead of `apiKey` and `baseURL`. Its `maxRetries` and `timeout` do not count here. */
  readonly client?: OpenAI | undefined;
  /** Which of the two protocols is spoken. @defaultValue "responses" with OpenAI, "chat" with every other server */
  readonly api?: "responses" | "chat" | undefined;
  /**
   * What the server is asked to guarantee of the answer: that it follows the schema, that it is JSON, or nothing.
   *
   * @defaultValue "strict"
   */
  readonly structuredOutput?: "strict" | "json-object" | "prompt" | undefined;
  /**
   * Whether the prompt holds the schema too. Many servers accept a schema and do not enforce it, so that the model never sees it.
   *
   * @defaultValue `true`; `false` for "strict" with OpenAI and Azure, which enforce it. Always `true` for the other two
   */
  readonly schemaInPrompt?: boolean | undefined;
  /** `false` for models that refuse every temperature, as reasoning models do: none is ever sent. @defaultValue `true` */
  readonly temperature?: boolean | undefined;
  /**
   * Further members of each request's body, such as `{ reasoning: { effort: "low" } }`. What the client itself sends wins.
   *
   * @defaultValue `{}`; with the responses protocol `{ store: false }`, so that OpenAI keeps no answers
   */
  readonly parameters?: JsonObject | undefined;
}

export interface ResolvedOpenaiClientOptions {
  readonly client: OpenAI;
  readonly model: string;
  readonly modelId: string;
  readonly api: "responses" | "chat";
  readonly structuredOutput: "strict" | "json-object" | "prompt";
  readonly schemaInPrompt: boolean;
  readonly temperature: boolean;
  /** What limits the tokens of a chat completion. OpenAI's newer models refuse `max_tokens`; other servers know nothing else. */
  readonly chatLimit: "max_completion_tokens" | "max_tokens";
  readonly parameters: JsonObject;
}

/** @throws {MetricsmithError} OPTION_INVALID */
export function resolveOpenaiClientOptions(options: OpenaiClientOptions): ResolvedOpenaiClientOptions {
  const { model, modelId = model, structuredOutput = "strict", temperature = true, parameters = {} } = options;
  if (model.trim() === "") throw invalid("`model` is empty: name the model as its server does.");
  if (modelId.trim() === "") throw invalid("`modelId` is empty: leave it out, or name the model.");
  const client = options.client ?? createClient(options);
  if (options.client !== undefined && (options.apiKey !== undefined || options.baseURL !== undefined)) {
    throw invalid("`client` brings its own key and address: leave out `apiKey` and `baseURL`.");
  }
  const server = serverOf(client.baseURL);
  const isEnforced = structuredOutput === "strict" && server !== "compatible";
  return {
    client,
    model,
    modelId,
    api: options.api ?? (server === "openai" ? "responses" : "chat"),
    structuredOutput,
    schemaInPrompt: structuredOutput === "strict" ? (options.schemaInPrompt ?? !isEnforced) : true,
    temperature,
    chatLimit: server === "compatible" ? "max_tokens" : "max_completion_tokens",
    parameters,
  };
}

function createClient({ apiKey, baseURL }: OpenaiClientOptions): OpenAI {
  if (apiKey !== undefined && !/^[\x21-\x7e]+$/.test(apiKey)) {
    throw invalid("`apiKey` is empty, or holds white space or characters that no HTTP header may hold.");
  }
  if (baseURL !== undefined && !isHttpAddress(baseURL)) {
    throw invalid('`baseURL` is no HTTP address: give one such as "http://127.0.0.1:11434/v1".');
  }
  const isElsewhere = baseURL !== undefined && serverOf(baseURL) !== "openai";
  // What the SDK reads from variables is meant for OpenAI alone. It demands a key even where the server asks for none.
  const notForOthers = isElsewhere ? { apiKey: apiKey ?? "none", organization: null, project: null } : {};
  try {
    return new OpenAI({
      ...(apiKey === undefined ? {} : { apiKey }),
      ...(baseURL === undefined ? {} : { baseURL }),
      ...notForOthers,
    });
  } catch {
    throw invalid("No key: set `apiKey`, or the variable OPENAI_API_KEY.");
  }
}

function isHttpAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function invalid(message: string): MetricsmithError {
  return new MetricsmithError(`openaiClient: ${message}`, { code: "OPTION_INVALID" });
}
