import { redirect } from "next/navigation";
import { cache } from "react";
import { faultOf } from "./fault.ts";
import { serverClient } from "./server-client.ts";

/** Who looks at this page, asked once for all of it; whoever isn't signed in is sent to where they can. */
export const whoLooks = cache(async () => {
  try {
    return await serverClient().call("getMe", {});
  } catch (error) {
    if (faultOf(error).code === "unauthenticated") {
      redirect("/sign-in");
    }
    throw error;
  }
});
