import type { NextConfig } from "next";

// Nothing about Metricsmith: its sandbox needs neither a path nor a loader.
const config: NextConfig = {};

export default config;
