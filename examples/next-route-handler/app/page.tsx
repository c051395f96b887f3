import type { ReactNode } from "react";

export default function Page(): ReactNode {
  return <a href="/api/visits">Visits per day, as a chart config</a>;
}
