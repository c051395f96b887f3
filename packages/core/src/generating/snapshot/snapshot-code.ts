/**
 * Code for a snapshot about which nothing else is known: one point at the time of the fetch whose value is the number of items
 * and whose dimensions hold them. The items are the response when it is an array, or its only array; an object
 * without exactly one array is one item itself.
 */
export function snapshotCode(): string {
  return `// The latest state as one point: how many items the response holds, and the items.

export function transform(apiResponse, endpointConfig, context) {
  const items = itemsOf(apiResponse);
  return [{ timestamp: context.fetchedAt, value: items.length, dimensions: { items } }];
}

// The response when it is an array, or its only array; anything else is one item.
function itemsOf(apiResponse) {
  if (Array.isArray(apiResponse)) return apiResponse;
  if (apiResponse === null || typeof apiResponse !== "object") return [apiResponse];
  const arrays = Object.values(apiResponse).filter((member) => Array.isArray(member));
  return arrays.length === 1 ? arrays[0] : [apiResponse];
}
`;
}
