import { memory } from "./memory.js";
import { describePlantedSecrets } from "./suites/planted-secrets.js";

describePlantedSecrets(memory);
