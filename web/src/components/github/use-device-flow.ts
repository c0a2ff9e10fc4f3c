"use client";

import type { BegunGitHubLink } from "@catalyst/api";
import { useEffect, useEffectEvent, useState } from "react";
import { beginGitHubLink, finishGitHubLink } from "../../actions/github.ts";
import type { Fault } from "../../api/fault.ts";
import { useAct } from "../parts/form/use-act.ts";

interface DeviceFlow {
  /** What is to be typed where; null: it hasn't begun, or is over. */
  begun: BegunGitHubLink | null;
  /** Who was linked. */
  linked: string | null;
  isBusy: boolean;
  fault: Fault | null;
  begin: (host: string) => void;
  stop: () => void;
}

const EXPIRED: Fault = {
  code: "expired",
  message: "Nobody agreed at GitHub in time. Nothing was linked: begin again.",
  way: null,
  requestId: null,
};

/** Links an account: GitHub is asked again and again whether its owner agreed there. */
export function useDeviceFlow(): DeviceFlow {
  const [begun, setBegun] = useState<BegunGitHubLink | null>(null);
  const [linked, setLinked] = useState<string | null>(null);
  const [ended, setEnded] = useState<Fault | null>(null);
  const { isBusy, fault, act } = useAct();
  const begin = (host: string) => {
    setEnded(null);
    setLinked(null);
    act(async () => {
      const result = await beginGitHubLink(host);
      setBegun(result.ok ? result.value : null);
      return result;
    });
  };
  const end = useEffectEvent((found: { login: string } | { fault: Fault }) => {
    setBegun(null);
    if ("fault" in found) {
      setEnded(found.fault);
    } else {
      // The list beside it is read anew.
      act(async () => ({ ok: true, value: null }));
      setLinked(found.login);
    }
  });
  useEffect(() => {
    if (begun === null) {
      return;
    }
    const given = new AbortController();
    void awaitAgreement(begun, given.signal).then((found) => (given.signal.aborted ? undefined : end(found)));
    return () => given.abort();
  }, [begun]);
  return { begun, linked, isBusy, fault: ended ?? fault, begin, stop: () => setBegun(null) };
}

/** As often as GitHub wants to be asked. One try that nobody answers isn't the end. */
async function awaitAgreement(
  { pending, intervalSeconds, lifetimeSeconds }: BegunGitHubLink,
  signal: AbortSignal,
): Promise<{ login: string } | { fault: Fault }> {
  const end = Date.now() + lifetimeSeconds * 1000;
  for (let pause = intervalSeconds; !signal.aborted && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, pause * 1000));
    const result = signal.aborted ? null : await finishGitHubLink(pending).catch(() => null);
    if (result?.ok && result.value.state === "linked") {
      return { login: result.value.login };
    }
    if (result?.ok && result.value.state === "waiting") {
      pause = result.value.intervalSeconds;
    }
    if (result?.ok === false && result.error.code !== "unavailable") {
      return { fault: result.error };
    }
  }
  return { fault: EXPIRED };
}
