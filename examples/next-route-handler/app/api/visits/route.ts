import { visitsChart } from "../../../lib/visits-chart";

// Not at build time: the API is there only once the app runs.
export const dynamic = "force-dynamic";

/** A chart config in the shape that shadcn/ui and Recharts read. */
export async function GET(): Promise<Response> {
  return Response.json(await visitsChart());
}
