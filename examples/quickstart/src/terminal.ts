import { styleText } from "node:util";

/** Where the demo prints. Rewrites lines and colours only on a terminal. */
export interface Terminal {
  readonly isInteractive: boolean;
  readonly color: boolean;
  /** Cells that a line may fill. */
  readonly width: number;
  heading(text: string): void;
  line(text?: string): void;
  /** Shows a plain text, cut to one line, that the next call of anything replaces. Only on an interactive terminal. */
  status(text: string): void;
  strong(text: string): string;
  faint(text: string): string;
  good(text: string): string;
  bad(text: string): string;
}

/** What of `process.stdout` is used; the optional parts are absent when it is a file or a pipe. */
interface OutputStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): boolean;
}

export function createTerminal(stream: OutputStream): Terminal {
  const isInteractive = stream.isTTY === true;
  const columns = stream.columns ?? 100;
  const color = isInteractive && (process.env["NO_COLOR"] ?? "") === "";
  const paint = (format: Parameters<typeof styleText>[0]) => (text: string) => (color ? styleText(format, text) : text);
  const clear = isInteractive ? "\r\u001b[2K" : "";
  const strong = paint("bold");
  const line = (text = ""): void => void stream.write(`${clear}${text}\n`);
  return {
    isInteractive,
    color,
    width: Math.max(60, Math.min(100, columns)) - 2,
    heading: (text) => line(`\n${strong(text)}\n`),
    line,
    status: (text) => void (isInteractive && stream.write(clear + text.slice(0, columns - 1))),
    strong,
    faint: paint("dim"),
    good: paint("green"),
    bad: paint("red"),
  };
}
