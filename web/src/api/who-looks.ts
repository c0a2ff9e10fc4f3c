import type { RouteOutput, Routes } from "@catalyst/api";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { resultOf } from "../actions/result.ts";
import { serverUrl } from "../config.ts";
import { isPassing } from "./fault.ts";
import { serverClient } from "./server-client.ts";

export type Me = RouteOutput<Routes["getMe"]>;

/** Who looks at this page, asked once for all of it; whoever isn't signed in is sent to where they can. */
export async function whoLooks(): Promise<Me> {
  const who = await askWho();
  if (!who.ok) {
    throw new Error(who.error.message);
  }
  return who.value;
}

/** The same for what stands without; null: the server can't tell it just now. */
export async function whoLooksIfTold(): Promise<Me | null> {
  const who = await askWho();
  return !who.ok && isPassing(who.error) ? null : whoLooks();
}

const askWho = cache(async () => {
  const who = await resultOf(serverClient().call("getMe", {}));
  if (!who.ok && who.error.code === "unauthenticated") {
    redirect(`/sign-in?next=${encodeURIComponent(await pathOfPage())}`);
  }
  return who;
});

/** As the server says which page was asked for, without what Next adds to ask for parts of it. */
async function pathOfPage(): Promise<string> {
  const asked = new URL((await headers()).get("x-forwarded-uri") ?? "/", serverUrl());
  asked.searchParams.delete("_rsc");
  return `${asked.pathname}${asked.search}`;
}
