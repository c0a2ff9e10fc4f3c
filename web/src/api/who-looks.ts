import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { serverUrl } from "../config.ts";
import { faultOf } from "./fault.ts";
import { serverClient } from "./server-client.ts";

/** Who looks at this page, asked once for all of it; whoever isn't signed in is sent to where they can. */
export const whoLooks = cache(async () => {
  try {
    return await serverClient().call("getMe", {});
  } catch (error) {
    if (faultOf(error).code === "unauthenticated") {
      redirect(`/sign-in?next=${encodeURIComponent(await pathOfPage())}`);
    }
    throw error;
  }
});

/** As the server says which page was asked for, without what Next adds to ask for parts of it. */
async function pathOfPage(): Promise<string> {
  const asked = new URL((await headers()).get("x-forwarded-uri") ?? "/", serverUrl());
  asked.searchParams.delete("_rsc");
  return `${asked.pathname}${asked.search}`;
}
