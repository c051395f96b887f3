export { createInProcessSandbox } from "./sandbox/create-in-process-sandbox.js";
