export { aiSdkClient } from "./ai-sdk-client.js";
export type { AiSdkClientOptions } from "./ai-sdk-client-options.js";
