export { openaiClient } from "./openai-client.js";
export type { OpenaiClientOptions } from "./openai-client-options.js";
