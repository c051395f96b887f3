const azureHosts = [".openai.azure.com", ".cognitiveservices.azure.com", ".services.ai.azure.com"];

/** Whose server it is, by its address: OpenAI's and Azure's enforce schemas and refuse `max_tokens`. */
export function serverOf(baseUrl: string): "openai" | "azure" | "compatible" {
  const host = URL.canParse(baseUrl) ? new URL(baseUrl).hostname : "";
  if (host === "api.openai.com" || host.endsWith(".api.openai.com")) return "openai";
  return azureHosts.some((suffix) => host.endsWith(suffix)) ? "azure" : "compatible";
}
