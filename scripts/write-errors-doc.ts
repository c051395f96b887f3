// `pnpm errors-doc`: writes docs/errors.md from the error codes. A test fails while the file differs.
import { mkdirSync, writeFileSync } from "node:fs";
import { errorCodes } from "../packages/core/src/errors/error-codes.js";
import { renderErrorsDoc } from "./lib/render-errors-doc.js";

mkdirSync(new URL("../docs/", import.meta.url), { recursive: true });
writeFileSync(new URL("../docs/errors.md", import.meta.url), renderErrorsDoc(errorCodes));
