/** Where a body is. */
export interface PayloadKey {
  readonly organizationId: string;
  /** Lower-case hexadecimal SHA-256 of the body. */
  readonly sha256: string;
}

export interface ListedPayload extends PayloadKey {
  /** When `put` was last called for it, by the store's clock. */
  readonly putAt: Date;
}

/** Archived response bodies, addressed by their content. Stores may compress. Safe to call concurrently. */
export interface PayloadStore {
  /** Keeps a copy of the body, every byte of it. Putting a body that is there already only renews its `putAt`. */
  put(input: PayloadKey & { readonly body: Uint8Array }): Promise<void>;

  /** The body as it was put, or `null` when absent. Another organization's body is absent. */
  get(input: PayloadKey): Promise<Uint8Array | null>;

  /**
   * Bodies last put before `putBefore`, of all organizations, by (`organizationId`, `sha256`) in code point order; only
   * those behind `after`.
   *
   * @throws {MetricsmithError} STORAGE_INVALID when `limit` is out of bounds.
   */
  list(input: {
    readonly putBefore: Date;
    readonly after?: PayloadKey | undefined;
    /** At least 1, at most 1,000. */
    readonly limit: number;
  }): Promise<ListedPayload[]>;

  /** Deletes the body unless it was put at or after `putBefore`, and says whether it did. */
  delete(input: PayloadKey & { readonly putBefore: Date }): Promise<boolean>;
}
