// Stops `npm install` in the root: npm succeeds there, but leaves the workspace packages unlinked.
const userAgent = process.env["npm_config_user_agent"] ?? "";

if (!userAgent.startsWith("pnpm/")) {
  console.error(
    [
      "",
      "This workspace is installed with pnpm, not with npm or yarn. Nothing has to be installed beforehand:",
      "",
      "  npx --yes pnpm@10.34.9 install    installs the workspace",
      "  npm test                          installs the workspace and runs every check",
      "  npm run demo                      installs the workspace and runs the quickstart",
      "",
    ].join("\n"),
  );
  process.exitCode = 1;
}
