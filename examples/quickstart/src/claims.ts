/** Checks what the demo says about itself. */
export interface Claims {
  /** Notes that this was claimed and whether it is so. */
  check(claim: string, isTrue: boolean): void;
  readonly count: number;
  /** Those that are not so. */
  readonly broken: readonly string[];
}

export function createClaims(): Claims {
  const broken: string[] = [];
  let count = 0;
  return {
    check(claim, isTrue) {
      count += 1;
      if (!isTrue) broken.push(claim);
    },
    get count() {
      return count;
    },
    broken,
  };
}
