/** How long a worker of these tests may be silent before another one takes its run over. */
export const leaseMs = 500;
