"use client";

import { useRouter } from "next/navigation";
import { type Fault, isPassing } from "../../../api/fault.ts";
import { useRetry } from "../../../live/pages/use-retry.ts";
import { FaultNote } from "./fault-note.tsx";

/** In the place of what a page couldn't be made with. Where it may be had a moment later the page is made again by itself. */
export function PageFault({ fault, className }: { fault: Fault; className?: string }) {
  const router = useRouter();
  useRetry(isPassing(fault) ? fault : null, () => router.refresh());
  return <FaultNote fault={fault} className={className} />;
}
