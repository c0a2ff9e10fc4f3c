"use client";

import { useState } from "react";
import type { AuditEntry, AuditPage } from "../../actions/audit.ts";
import { browserClient } from "../../api/browser-client.ts";
import { type Fault, faultOf } from "../../api/fault.ts";

const PAGE = 200;
/** As many as the command exports at most. */
const MOST = 10_000;

interface Audit {
  entries: AuditEntry[];
  hasOlder: boolean;
  isBusy: boolean;
  fault: Fault | null;
  loadOlder: () => Promise<void>;
  /** All that there is, up to a bound; null: nobody answered. */
  loadAll: () => Promise<AuditEntry[] | null>;
}

export function useAudit(first: AuditPage, team: string): Audit {
  const [{ data: entries, nextCursor }, setRead] = useState(first);
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const readOn = async (from: AuditPage, most: number) => {
    setIsBusy(true);
    setFault(null);
    try {
      const read = await readUpTo(from, { team, most });
      setRead(read);
      return read.data;
    } catch (error) {
      setFault(faultOf(error));
      return null;
    } finally {
      setIsBusy(false);
    }
  };
  const had = { data: entries, nextCursor };
  return {
    ...{ entries, isBusy, fault },
    hasOlder: nextCursor !== null,
    loadOlder: async () => void (await readOn(had, entries.length + 1)),
    loadAll: () => readOn(had, MOST),
  };
}

async function readUpTo(from: AuditPage, { team, most }: { team: string; most: number }): Promise<AuditPage> {
  let { data, nextCursor } = from;
  while (nextCursor !== null && data.length < most) {
    const query = { limit: PAGE, cursor: nextCursor, ...(team === "" ? {} : { team }) };
    const page = await browserClient().call("listAudit", { query });
    data = [...data, ...page.data];
    nextCursor = page.nextCursor;
  }
  return { data, nextCursor };
}
