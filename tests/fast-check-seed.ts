// Properties are tried on the same values everywhere, so that a check fails for everybody or for nobody.
// FAST_CHECK_SEED=1 pnpm vitest tries others.
import fc from "fast-check";

fc.configureGlobal({ seed: Number(process.env["FAST_CHECK_SEED"] ?? 20_260_101) });
