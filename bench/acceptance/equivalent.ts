/** Mutants that give the expected points on their response, with the reason why they have to. */
export const equivalent: readonly { readonly operator: string; readonly of: string; readonly reason: string }[] = [
  ...because("Every record of this response has a value, so there is none to be left out.", {
    "0 for missing": [
      "npm/downloads-range: loop with types",
      "docker-hub/tags: filter and map",
      "github/rate-limit: optional chaining",
      "gitlab/dora-deployment-frequency: generator",
      "bitbucket/pipelines: minutes a day",
      "alpha-vantage/daily-close: for in, parseFloat",
      "coingecko/simple-price: entries",
      "ecb/exchange-rates-csv: rows",
      "ecb/exchange-rates-csv: first day of the month",
      "eia/hourly-demand: highest of a day",
      "frankfurter/rates-one-of-several: keys",
      "carbon-intensity/intensity-date: forecast",
      "plausible/timeseries-bounce-rate: visitors",
      "hacker-news/search-by-date-comments: average of a day",
      "mastodon/instance-users: gauge",
      "nasa/neo-feed-closest: lowest of a day",
      "odata/northwind-freight: sums of a day",
      "usgs/all-week-magnitude: features",
      "world-bank/unemployment-countries: countries",
    ],
    "filter dropped": [
      "docker-hub/tags: filter and map",
      "ecb/exchange-rates-csv: rows",
      "frankfurter/rates-one-of-several: keys",
      "plausible/timeseries-bounce-rate: visitors",
      "usgs/all-week-magnitude: features",
      "world-bank/unemployment-countries: countries",
    ],
  }),
  ...because("Both fields hold the same times, or times of the same days.", {
    "wrong time field": [
      "rubygems/versions: count per month",
      "rubygems/versions: Date.UTC",
      "shopify/orders-total-per-day: days of Toronto",
      "reddit/new-posts-comments: sums of a day",
      "reddit/new-posts-count: count per day",
    ],
  }),
  ...because("It changes a dimension, and dimensions are not compared.", {
    "wrong series field": ["docker-hub/tags: filter and map"],
  }),
  ...because("The record at that end has no value, so it gives no point anyway.", {
    "first record dropped": ["world-bank/population-brazil: years"],
    "last record dropped": ["open-meteo/daily-maximum: side by side"],
    "records doubled": ["world-bank/population-brazil: years"],
  }),
  ...because("No day of this response has reports of two earthquakes that were felt.", {
    "latest for total": ["usgs/all-week-felt-reports: days of the zone"],
    "highest for total": ["usgs/all-week-felt-reports: days of the zone"],
    "texts strung together": ["usgs/all-week-felt-reports: days of the zone"],
  }),
  ...because("It turns the comparison that sorts the points, and their order is not compared.", {
    "lowest for highest": ["pypi-stats/overall: async, sorted"],
  }),
  ...because("The zone is UTC.", {
    "UTC for local": ["app-store-connect/customer-reviews-average: weekday of the context"],
  }),
  ...because("The shares of all fuels are percentages that add up to a hundred.", {
    "share of the total": ["carbon-intensity/generation: fuels"],
  }),
];

function because(reason: string, mutants: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(mutants).flatMap(([operator, titles]) => titles.map((of) => ({ operator, of, reason })));
}
