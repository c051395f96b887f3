/** Steps of the metric pipelines, with the texts that a user sees. */
export const stepsOf = {
  create: [
    ["fetching-api-data", "Fetching data from API..."],
    ["generating-ingestion-transformer", "Generating data transformer..."],
    ["executing-ingestion-transformer", "Processing API response..."],
    ["saving-timeseries-data", "Saving metric data..."],
    ["generating-chart-transformer", "Generating chart..."],
    ["executing-chart-transformer", "Creating visualization..."],
    ["saving-chart-config", "Finalizing..."],
  ],
  "soft-refresh": [
    ["fetching-api-data", "Fetching latest data..."],
    ["executing-ingestion-transformer", "Processing data..."],
    ["saving-timeseries-data", "Updating metric..."],
    ["executing-chart-transformer", "Updating chart..."],
    ["saving-chart-config", "Saving..."],
  ],
  "hard-refresh": [
    ["fetching-api-data", "Fetching data from API..."],
    ["deleting-old-data", "Clearing old data points..."],
    ["deleting-old-transformer", "Clearing old transformer..."],
    ["generating-ingestion-transformer", "Regenerating data transformer..."],
    ["executing-ingestion-transformer", "Processing response..."],
    ["saving-timeseries-data", "Saving fresh data..."],
    ["generating-chart-transformer", "Regenerating chart..."],
    ["executing-chart-transformer", "Creating visualization..."],
    ["saving-chart-config", "Finalizing..."],
  ],
} as const;
