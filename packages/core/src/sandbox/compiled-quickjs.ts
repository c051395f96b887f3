/// <reference path="./virtual-modules.d.ts" />
/// <reference path="./web-assembly.d.ts" />
import { wasmBase64 } from "virtual:sandbox-wasm";

let compiled: Promise<WebAssembly.Module> | undefined;

/** QuickJS, compiled once a process: the only thing that sandboxes share. */
export async function compiledQuickJs(): Promise<WebAssembly.Module> {
  compiled ??= WebAssembly.compile(Buffer.from(wasmBase64, "base64"));
  return await compiled;
}
