/** Made by `build/sandbox-embedding.ts` from `worker/worker.ts` and the QuickJS package. */
declare module "virtual:sandbox-worker" {
  /** A CommonJS program for `new Worker(workerSource, { eval: true })`. */
  export const workerSource: string;
}

/** Made by `build/sandbox-embedding.ts` from the QuickJS package. */
declare module "virtual:sandbox-wasm" {
  /** QuickJS, compiled to WebAssembly. */
  export const wasmBase64: string;
}

/** Made by `build/sandbox-embedding.ts` from the files in `guest/`. */
declare module "virtual:sandbox-guest" {
  /** A JavaScript expression whose value is `createGuest`. */
  export const createGuestSource: string;
  /** A JavaScript expression whose value is `trackReads`. */
  export const trackReadsSource: string;
  /** A JavaScript expression whose value is `installConsole`. */
  export const installConsoleSource: string;
  /** A JavaScript expression whose value is `installIntl`. */
  export const installIntlSource: string;
  /** A JavaScript expression whose value is `installDates`. */
  export const installDatesSource: string;
  /** A JavaScript expression whose value is `installNumbers`. */
  export const installNumbersSource: string;
  /** A JavaScript expression whose value is `installText`. */
  export const installTextSource: string;
  /** A JavaScript expression whose value is `installStructuredClone`. */
  export const installStructuredCloneSource: string;
  /** A JavaScript expression whose value is `installKeepName`. */
  export const installKeepNameSource: string;
}
