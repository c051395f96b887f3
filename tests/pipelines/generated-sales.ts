/** Right code for `generated-sales`. */
export const rightCode = `export function transform(response) {
  return response.items.map((item) => ({ timestamp: item.day, value: item.amount }));
}`;

/** Runs, and gives the number of items for the amount: it looks right and is not. */
export const wrongCode = `export function transform(response) {
  return response.items.map((item, index) => ({ timestamp: item.day, value: index + 1 }));
}`;
