const megabyte = 1024 * 1024;
const stepBytes = 16 * megabyte;
const largestBytes = 512 * megabyte;
/** Parsed JSON takes about ten times its text; the points made of it stand beside it. */
const bytesPerInputByte = 16;

/**
 * Memory of the WebAssembly instance for a job: its limit and sixteen times its input, rounded up to 16 MB so that jobs of about
 * the same size can share an instance, and at most 512 MB.
 */
export function memorySizeFor(inputBytes: number, limitBytes: number): number {
  const needed = limitBytes + bytesPerInputByte * inputBytes;
  return Math.min(largestBytes, Math.max(stepBytes, Math.ceil(needed / stepBytes) * stepBytes));
}
