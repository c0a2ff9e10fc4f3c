"use client";

import { useEffect, useLayoutEffect } from "react";
import { isOfAnother, keepOnlyOf } from "../../kept/keep-only-of.ts";

/**
 * Before any part of the page reads what was kept in this browser: what somebody else typed here is nothing for whoever looks now. A page
 * of somebody in whose place another has signed in, in another tab, is loaded anew: what is done on it would be done as them.
 */
export function ForgetOthers({ personId }: { personId: string }) {
  useLayoutEffect(() => {
    for (const name of ["sessionStorage", "localStorage"] as const) {
      try {
        keepOnlyOf(personId, window[name]);
      } catch {
        // A browser that keeps nothing has nothing to forget.
      }
    }
  }, [personId]);
  useEffect(() => {
    const look = (event: StorageEvent) => {
      if (isOfAnother(personId, event)) {
        location.reload();
      }
    };
    addEventListener("storage", look);
    return () => removeEventListener("storage", look);
  }, [personId]);
  return null;
}
