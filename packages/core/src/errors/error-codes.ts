/**
 * Who has to act, and so whether retrying or healing makes sense.
 *
 * - `config`: the host or the user must change something. Never retried, never sent to a model.
 * - `transient`: the outside world is unwell. Retried later, never sent to a model.
 * - `data`: the response no longer has the shape the transformer expects. May be healed.
 * - `internal`: storage, cancellation, a lost lease, our own bug. No effect on the metric or on healing.
 */
export type ErrorCategory = "config" | "transient" | "data" | "internal";

interface ErrorCodeEntry {
  readonly category: ErrorCategory;
  /** When it happens, in one sentence. */
  readonly meaning: string;
  /** What to do about it. */
  readonly nextStep: string;
}

function entry(category: ErrorCategory, meaning: string, nextStep: string): ErrorCodeEntry {
  return { category, meaning, nextStep };
}

/** Every error code, in the order of `docs/errors.md`. Public API: a code is never renamed, only added. */
export const errorCodes = {
  // Options and records
  OPTION_INVALID: entry(
    "config",
    "An option of the library has a value it cannot use.",
    "Correct the option that the message names.",
  ),
  PARAMETERS_INVALID: entry(
    "config",
    "Parameters of a call, pipeline or metric do not match their schema.",
    "Correct the keys that the message names.",
  ),
  TEMPLATE_NOT_FOUND: entry(
    "config",
    "No template with this id is registered.",
    "Pass it in `createMetricsmith({ templates })`, or correct the id.",
  ),
  TEMPLATE_INVALID: entry(
    "config",
    "A template or ad-hoc metric describes something impossible.",
    "Correct the field that the message names.",
  ),
  METRIC_NOT_FOUND: entry(
    "config",
    "No such metric exists for this organization, or it has neither template nor request.",
    "Check the id and the organization.",
  ),
  METRIC_BUSY: entry(
    "config",
    "Other work is already waiting for this metric: another pipeline, or the same one with other parameters.",
    "Wait for the run in `details.runId`, or cancel it.",
  ),
  CHART_NOT_FOUND: entry("config", "No such chart exists for this organization.", "Check the id and the organization."),
  TRANSFORMER_NOT_FOUND: entry(
    "config",
    "No such transformer exists for this organization.",
    "Check the id and the organization.",
  ),
  RUN_NOT_FOUND: entry("config", "No such run exists for this organization.", "Check the id and the organization."),
  RECORD_CONFLICT: entry(
    "config",
    "A record with this id or unique key exists already.",
    "Choose another id, or read the existing record.",
  ),

  // Pipelines and runs
  PIPELINE_NOT_FOUND: entry(
    "config",
    "No pipeline is registered at this address.",
    "Pass it in `createMetricsmith({ pipelines })`, or correct the address.",
  ),
  PIPELINE_INVALID: entry(
    "config",
    "A pipeline definition contradicts itself.",
    "Correct the definition as the message says.",
  ),
  PIPELINE_TIMEOUT: entry(
    "transient",
    "A run took longer than its pipeline's `timeoutMs`.",
    "Run it again, or raise the pipeline's `timeoutMs`.",
  ),
  STEP_TIMEOUT: entry(
    "transient",
    "A step took longer than its `timeoutMs`.",
    "Run it again, or raise the step's `timeoutMs`.",
  ),
  STEP_FAILED: entry(
    "internal",
    "A step threw an error that is not the library's own.",
    "See the stack that the `logger` was given; a host pipeline's own code threw.",
  ),
  STEP_OUTPUT_INVALID: entry(
    "config",
    "A step returned something that cannot be its checkpoint.",
    "Return JSON of at most 64 kB; keep bulk values in storage and return a reference.",
  ),
  RUN_REFUSED: entry(
    "config",
    "A policy refused the run before it started.",
    "See `details.policy`; nothing was started or changed.",
  ),
  RUN_CANCELLED: entry("internal", "The run was cancelled.", "Start it again when wanted."),
  RUN_LEASE_LOST: entry(
    "internal",
    "Another worker took the run over, so this worker may not write for it any more.",
    "Nothing: the other worker finishes the run.",
  ),
  RUN_ATTEMPTS_EXHAUSTED: entry(
    "internal",
    "The run was taken over too often without finishing.",
    "See the process logs for what kills the workers, then start it again.",
  ),

  // Fetching
  FETCH_CONFIG_INVALID: entry(
    "config",
    "The request cannot be built: a placeholder, variable, header or address is wrong.",
    "Correct the request as the message says.",
  ),
  FETCH_CONNECTION_UNRESOLVED: entry(
    "config",
    "The host's `connections` function gave no usable authentication.",
    "Return `{ type, ... }` for this connection, or correct its id.",
  ),
  FETCH_UNAUTHORIZED: entry(
    "config",
    "The API answered 401 or 403.",
    "Renew or correct the credentials of the connection.",
  ),
  FETCH_NOT_FOUND: entry("config", "The API answered 404 or 410.", "Correct the endpoint or its parameters."),
  FETCH_REJECTED: entry(
    "config",
    "The API answered another 4xx status.",
    "Correct the request; the status is in `details.status`.",
  ),
  FETCH_ADDRESS_REFUSED: entry(
    "config",
    "The request or a redirect leads to a private, loopback or otherwise unreachable address.",
    "Use a public address, or set `allowPrivate` when the host trusts the target.",
  ),
  FETCH_TOO_LARGE: entry(
    "config",
    "The response is larger than `maxBytes`.",
    "Ask the API for less, or raise `maxBytes`.",
  ),
  FETCH_RATE_LIMITED: entry(
    "transient",
    "The API answered 429, or 403 with rate-limit headers.",
    "Refresh again after `details.retryAfterMs`.",
  ),
  FETCH_NOT_READY: entry("transient", "The API answered 202: it is still computing.", "Refresh again in a while."),
  FETCH_UNAVAILABLE: entry("transient", "The API answered 5xx.", "Refresh again later."),
  FETCH_NETWORK: entry(
    "transient",
    "No response arrived: name resolution, connection or TLS failed.",
    "Check the address and the network, then refresh again.",
  ),
  FETCH_TIMEOUT: entry(
    "transient",
    "The response did not arrive within `timeoutMs`.",
    "Refresh again, or raise `timeoutMs`.",
  ),
  FETCH_NOT_DATA: entry(
    "transient",
    "An HTML page arrived instead of data.",
    "Often a login or maintenance page: open the endpoint by hand.",
  ),
  FETCH_EMPTY: entry(
    "transient",
    "The response has no body.",
    "Check the endpoint; some APIs answer 204 while they have nothing.",
  ),
  FETCH_MALFORMED: entry(
    "transient",
    "The body is not valid JSON or CSV.",
    "Check the request's `format`, then refresh again.",
  ),
  FETCH_UNSUCCESSFUL: entry(
    "transient",
    "The request's `success` predicate did not accept the response.",
    "Read the API's own error in the response, then refresh again.",
  ),

  // Models
  MODEL_UNAUTHORIZED: entry(
    "config",
    "The model's server refused the key, or the key may not use the model.",
    "Check the key and the model's name.",
  ),
  MODEL_REQUEST_INVALID: entry(
    "config",
    "The model's server refused the request: an unknown model, a prompt that is too long, or an option that it does not have.",
    "Read the status in `details`; choose another model, or lower the prompt's budget.",
  ),
  MODEL_RATE_LIMITED: entry(
    "transient",
    "The model's server answered 429 also after waiting.",
    "Refresh later; `details.retryAfterMs` says when the server wants to be asked again.",
  ),
  MODEL_UNAVAILABLE: entry(
    "transient",
    "The model's server failed, broke the connection, or answered something that is no completion.",
    "Refresh later.",
  ),
  MODEL_TIMEOUT: entry(
    "transient",
    "The model did not answer in time.",
    "Refresh later, or raise `timeoutMs` of the model.",
  ),
  MODEL_REFUSED: entry(
    "config",
    "The model refused to answer.",
    "Look at what the metric asks for; give a `mapping` or a `transform`, or choose another model.",
  ),
  MODEL_TRUNCATED: entry(
    "config",
    "The model's answer was longer than it may be, and was cut off.",
    "Raise `maximumOutputTokens` of the model.",
  ),
  MODEL_ANSWER_INVALID: entry(
    "config",
    "The model's answer was not what was asked for, also after it was told so.",
    "Choose a model that follows schemas, or give a `mapping` or a `transform`.",
  ),
  BUDGET_EXCEEDED: entry(
    "config",
    "A call of a model would go over a budget. It was not made.",
    "Wait for the next window in `details`, or raise the budget.",
  ),

  // Transformers and sandbox
  TRANSFORMER_MISSING: entry(
    "config",
    "The metric has no transformer, and nothing to make one from.",
    "Give the template or metric a `mapping` or a `transform`.",
  ),
  TRANSFORMER_REJECTED: entry(
    "data",
    "The transformer failed a check of acceptance.",
    "Read `details.checks`; correct the mapping or the code.",
  ),
  TRANSFORMER_HELD: entry(
    "config",
    "A transformer was written that is plausible and not proven: it waits for a person. Nothing that was live has changed.",
    "Look at `smith.transformers.candidates({ metricId })`, then `approve` or `reject` it, or say more in `measure`.",
  ),
  MEASURE_AMBIGUOUS: entry(
    "config",
    "The response can be read in several ways that all fit what the metric declares to measure.",
    "Read `smith.transformers.candidates({ metricId })` and answer with `smith.transformers.choose(id)`, or name the paths in `measure`.",
  ),
  TRANSFORMER_NOT_GENERATED: entry(
    "config",
    "No generator could write a transformer for the response.",
    "Read the reasons in the message; say more in `measure`, give a `mapping` or a `transform`, or add a model to `generator` and refresh hard.",
  ),
  TRANSFORMER_STATE: entry(
    "config",
    "The transformer's state does not allow this: a rejected one cannot be restored, for example.",
    "Read the state in `details`, and generate a new one if need be.",
  ),
  TRANSFORMER_NOT_PROMOTED: entry(
    "config",
    "A transformer may not be shared with the other metrics of its template.",
    "Read what is missing; create more metrics of the template, or write code without the response's own values.",
  ),
  MAPPING_INVALID: entry("config", "A mapping cannot be compiled.", "Correct the field that the message names."),
  TRANSFORM_SYNTAX: entry("data", "The code does not load.", "Correct the code at the line given."),
  TRANSFORM_CONTRACT: entry(
    "data",
    "The code is not a `transform` function, or returns something other than its kind asks for.",
    "Export `transform` and return the documented shape.",
  ),
  TRANSFORM_FAILED: entry(
    "data",
    "The code threw.",
    "Correct the code; the record and line are in the message where known.",
  ),
  TRANSFORM_EMPTY: entry(
    "data",
    "The code gave no points although the response holds records.",
    "Correct the code or mapping; nothing was stored.",
  ),
  TRANSFORM_TIMEOUT: entry(
    "data",
    "The code ran longer than its time limit.",
    "Make it cheaper, or raise `limits.timeoutMs`.",
  ),
  TRANSFORM_STEPS: entry(
    "data",
    "The code did more work than its limit of steps.",
    "Make it cheaper, or raise `limits.maximumSteps`.",
  ),
  TRANSFORM_MEMORY: entry(
    "data",
    "The code used more memory than its limit.",
    "Make it cheaper, or raise `limits.memoryBytes`.",
  ),
  TRANSFORM_OUTPUT_TOO_LARGE: entry(
    "data",
    "The code returned more than the limits allow.",
    "Return less, or raise the option that the message names.",
  ),
  POINTS_INVALID: entry(
    "data",
    "Data points have values, times or keys that cannot be stored.",
    "Correct the code or mapping; the first offending point is named.",
  ),
  SANDBOX_UNAVAILABLE: entry("internal", "The sandbox could not be started on this platform.", "Read `cause`."),

  // Charts
  CHART_CONFIG_INVALID: entry(
    "data",
    "A chart config breaks the schema or its safety rules.",
    "Correct the chart's code or preferences as the message says.",
  ),
  CHART_REQUEST_NOT_UNDERSTOOD: entry(
    "config",
    "No generator could read what a chart was asked to show in words. The chart is as it was.",
    "Read `details.reasons`; use other words, set the chart's `preferences`, or add a model to `generator`.",
  ),

  // Storage
  STORAGE_FAILED: entry(
    "internal",
    "The storage threw an error that is not the library's own.",
    "Read `cause`; stored data is as it was.",
  ),
  STORAGE_CONFLICT: entry(
    "internal",
    "A commit was refused because the rows it relied on had changed.",
    "Nothing: the step is repeated; report it if it persists.",
  ),
  STORAGE_UNAVAILABLE: entry(
    "internal",
    "The database cannot be reached, or ended the connection.",
    "Check that it runs and that its address and credentials are right; runs go on by themselves when it is back.",
  ),
  STORAGE_TIMEOUT: entry(
    "internal",
    "The database did not answer in time.",
    "See what keeps it busy, or raise the adapter's `timeoutMs`; what was asked may still be applied.",
  ),
  STORAGE_BUSY: entry(
    "internal",
    "No connection of the pool became free, or others held the rows for too long.",
    "Raise the pool's size, or lower the number of runs at a time.",
  ),
  STORAGE_IN_USE: entry(
    "config",
    "Another process has this storage, and it serves only one.",
    "Stop the other process, or use a database that processes can share.",
  ),
  STORAGE_SCHEMA_MISSING: entry(
    "config",
    "A table or model that the storage adapter needs does not exist.",
    "Add the adapter's schema to the database as its README says.",
  ),
  STORAGE_SCHEMA_OUTDATED: entry(
    "config",
    "The tables are of an older version than the storage adapter needs.",
    "Apply the migration that the message names.",
  ),
  STORAGE_INVALID: entry(
    "internal",
    "A storage was asked for something outside its contract.",
    "Report it, or correct the adapter's caller.",
  ),
  ADAPTER_SPEC_UNSUPPORTED: entry(
    "config",
    "The storage adapter implements another version of the contract.",
    "Install matching versions of core and the adapter.",
  ),
  PAYLOAD_NOT_FOUND: entry(
    "internal",
    "An archived payload is missing from the payload store.",
    "Refresh the metric; check who deletes from the payload store.",
  ),
} as const satisfies Record<string, ErrorCodeEntry>;

/** A stable identifier of a kind of error, listed in `docs/errors.md`. */
export type ErrorCode = keyof typeof errorCodes;
