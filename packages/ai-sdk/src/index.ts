export { aiSdkClient } from "./ai-sdk-client.js";
export type { AiSdkClientOptions, AiSdkModel } from "./ai-sdk-client-options.js";
