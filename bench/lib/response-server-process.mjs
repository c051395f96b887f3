// Answers `GET /{records}` with a JSON of that many hourly records, nested as APIs nest them.
import { createServer } from "node:http";

const bodies = new Map();

function body(count) {
  const known = bodies.get(count);
  if (known !== undefined) return known;
  const start = Date.UTC(2020, 0, 1);
  const records = Array.from({ length: count }, (_, index) => ({
    id: `r${index}`,
    measured_at: new Date(start + index * 3_600_000).toISOString(),
    reading: { total: (index * 7_919) % 1_000, unit: "kWh" },
  }));
  const bytes = Buffer.from(JSON.stringify({ data: { items: records } }));
  bodies.set(count, bytes);
  return bytes;
}

const server = createServer((request, response) => {
  const bytes = body(Number(request.url.slice(1)));
  response.writeHead(200, { "content-type": "application/json", "content-length": bytes.byteLength });
  response.end(bytes);
});
server.listen(0, "127.0.0.1", () => process.send(server.address().port));
process.once("disconnect", () => process.exit());
