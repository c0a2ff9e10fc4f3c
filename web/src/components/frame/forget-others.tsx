"use client";

import { useLayoutEffect } from "react";
import { keepOnlyOf } from "../../kept/keep-only-of.ts";

/** Before any part of the page reads what was kept in this browser: what somebody else typed here is nothing for whoever looks now. */
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
  return null;
}
